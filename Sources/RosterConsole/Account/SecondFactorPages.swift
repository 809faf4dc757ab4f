import RosterDomain
import RosterPorts
import RosterQRCode
import RosterUseCases
import RosterWeb

/// Showing, enrolling, replacing and removing the second factor.
struct SecondFactorPages {
    let visit: Visit
    private var words: Words { self.visit.words }
    private var form: FormValues { self.visit.form }
    private var code: SecondFactorCode { SecondFactorCode(self.form["code"] ?? "") }

    func answer(_ path: [String]) async throws -> WebResponse {
        switch (self.visit.isPost, path) {
        case (_, []): return try await self.show()
        case (false, ["enroll"]): return try await self.begin()
        case (true, ["enroll"]): return try await self.prepare()
        case (true, ["confirm"]): return try await self.confirm()
        case (_, ["remove"]): return try await self.remove()
        case (_, ["codes"]): return try await self.renewCodes()
        default: throw Interruption.notFound
        }
    }

    // MARK: - Showing it

    private func show() async throws -> WebResponse {
        let (admission, token) = try self.visit.session()
        guard admission.duties.contains(.secondFactor) else {
            return self.visit.redirect(to: self.visit.page(after: []))
        }
        guard self.visit.isPost else { return self.codePage(.secondFactor, .secondFactorText, to: ["second-factor"]) }
        do throws(TenantError) {
            guard let begun = try await self.visit.tenant.showSecondFactor(self.code, in: token) else {
                return self.visit.redirect(to: self.visit.page("sign-in"))
            }
            let address = self.visit.page(after: begun.duties)
            return self.visit.redirect(to: address, in: begun)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.codePage(
                .secondFactor, .secondFactorText, to: ["second-factor"], problem: self.words.sentence(reason))
        }
    }

    /// A page that asks for a code.
    private func codePage(
        _ title: Phrase, _ text: Phrase, to path: [String], problem: String? = nil, danger: Bool = false,
        for viewer: Viewer? = nil
    ) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(title), status: problem == nil ? 200 : 422, in: .account) {
                Tag.p { self.words(text) }
                visit.postForm(visit.page(path)) {
                    visit.hiddenNext
                    self.codeField("code", .code, problem: problem)
                    Tag.div(.class("buttons")) {
                        visit.submit(danger ? .remove : .goOn, danger: danger)
                        if viewer != nil {
                            Tag.a(.href(visit.page("account", "security")), .class("button")) { self.words(.cancel) }
                        }
                    }
                }
                if viewer == nil {
                    visit.postForm(visit.page("sign-out")) {
                        Tag.button(.type("submit"), .class("quiet")) { self.words(.signOut) }
                    }
                }
            }, for: viewer)
    }

    private func codeField(_ name: String, _ label: Phrase, problem: String? = nil) -> HTML {
        Field(name, self.words(label), hint: self.words(.codeHint), problem: problem).line(
            "", .required, .autocomplete("one-time-code"), .inputmode("text"), .autocapitalizeNone, .spellcheckOff)
    }

    // MARK: - Enrolling one

    private func begin() async throws -> WebResponse {
        let (admission, _) = try self.visit.session()
        if !admission.duties.isSubset(of: .enrollSecondFactor) { throw Interruption.duty(admission.duties) }
        let visit = self.visit
        return visit.show(
            Page(self.words(.enrollSecondFactor), in: .account) {
                Tag.p { self.words(.enrollText) }
                visit.postForm(visit.page("second-factor", "enroll")) {
                    visit.hiddenNext
                    Tag.div(.class("buttons")) { visit.submit(.showKey) }
                }
            }, for: try? await visit.viewer())
    }

    private func prepare() async throws -> WebResponse {
        let (admission, token) = try self.visit.session()
        guard let setup = try await self.visit.tenant.prepareSecondFactor(in: token, issuer: self.visit.siteName)
        else { throw Interruption.signIn }
        let factor = setup.factor.description
        let revealed = setup.reveal()
        let viewer = try? await self.visit.viewer()
        return self.confirmPage(factor, try await self.hasFactor(admission), revealed, for: viewer)
    }

    private func hasFactor(_ admission: SessionAdmission) async throws -> Bool {
        try await self.visit.tenant.user(admission.user)?.user.secondFactor != nil
    }

    private func confirm() async throws -> WebResponse {
        let (admission, token) = try self.visit.session()
        let text = self.form.text("factor")
        let factor: SecondFactorID
        do { factor = try SecondFactorID(text) } catch { throw Interruption.notFound }
        let present = self.form["present"].map { SecondFactorCode($0) }
        do throws(TenantError) {
            let enrolled = try await self.visit.tenant.enrollSecondFactor(
                factor, confirming: self.code, showing: present, in: token)
            guard let enrolled else { return self.visit.redirect(to: self.visit.page("sign-in")) }
            let revealed = enrolled.reveal()
            return self.codesPage(revealed.recoveryCodes, token: revealed.token)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.confirmPage(
                text, try await self.hasFactor(admission), nil, problem: self.words.sentence(reason),
                for: try? await self.visit.viewer())
        }
    }

    /// The key is shown once: after a wrong code the app has it already.
    private func confirmPage(
        _ factor: String, _ hasFactor: Bool, _ revealed: RevealedSecondFactorSetup?, problem: String? = nil,
        for viewer: Viewer?
    ) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.enrollSecondFactor), status: problem == nil ? 200 : 422, in: .account,
                showsSecrets: revealed != nil
            ) {
                if let revealed {
                    Tag.p { self.words(.scanText) }
                    Self.drawing(of: revealed.address, label: self.words(.qrCode))
                    Tag.p { self.words(.typeKeyText) }
                    Tag.p { ShownOnce(visit: visit).text(revealed.secret, named: self.words(.secondFactor)) }
                }
                visit.postForm(visit.page("second-factor", "confirm")) {
                    visit.hiddenNext
                    visit.hidden("factor", factor)
                    self.codeField("code", .codeOfApp, problem: problem)
                    if hasFactor { self.codeField("present", .codeOfPresentFactor) }
                    Tag.div(.class("buttons")) {
                        visit.submit(.confirm)
                        Tag.a(.href(visit.page("second-factor", "enroll")), .class("button")) {
                            self.words(.beginAgain)
                        }
                    }
                }
            }, for: viewer)
    }

    private static func drawing(of address: String, label: String) -> HTML {
        guard let code = QRCode(address) else { return HTML() }
        var path = ""
        for row in 0..<code.size {
            for column in 0..<code.size where code.isDark(row: row, column: column) {
                path += "M\(column + 4) \(row + 4)h1v1h-1z"
            }
        }
        return Tag.svg(.class("qr"), .viewBox(code.size + 8), .role("img"), .ariaLabel(label)) { Tag.path(.d(path)) {} }
    }

    // MARK: - Recovery codes, and removing it

    private func codesPage(_ codes: [String], token: String?) -> WebResponse {
        let visit = self.visit
        var response = visit.show(
            Page(self.words(.recoveryCodes), notice: .done(self.words(.secondFactorCounts)), showsSecrets: true) {
                Tag.p { self.words(.recoveryCodesText) }
                ShownOnce(visit: visit).list(codes, named: self.words(.recoveryCodes))
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page(after: [])), .class("button primary")) { self.words(.haveKept) }
                }
            }, for: nil)
        if let token { visit.keep(token, in: &response) }
        return response
    }

    private func renewCodes() async throws -> WebResponse {
        let viewer = try await self.visit.viewer()
        let (_, token) = try self.visit.session()
        let path = ["second-factor", "codes"]
        guard self.visit.isPost else { return self.codePage(.renewCodes, .renewCodesText, to: path, for: viewer) }
        do throws(TenantError) {
            guard let codes = try await self.visit.tenant.renewRecoveryCodes(showing: self.code, in: token) else {
                return self.visit.redirect(to: self.visit.page("sign-in"))
            }
            return self.codesPage(codes.reveal(), token: nil)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.codePage(
                .renewCodes, .renewCodesText, to: path, problem: self.words.sentence(reason), for: viewer)
        }
    }

    private func remove() async throws -> WebResponse {
        let viewer = try await self.visit.viewer()
        let (_, token) = try self.visit.session()
        let path = ["second-factor", "remove"]
        guard self.visit.isPost else {
            return self.codePage(.removeSecondFactor, .removeSecondFactorText, to: path, danger: true, for: viewer)
        }
        do throws(TenantError) {
            guard let begun = try await self.visit.tenant.removeSecondFactor(showing: self.code, in: token) else {
                return self.visit.redirect(to: self.visit.page("sign-in"))
            }
            var response = self.visit.redirect(to: "account", "security", telling: .secondFactorRemoved)
            self.visit.keep(begun.reveal(), in: &response)
            return response
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.codePage(
                .removeSecondFactor, .removeSecondFactorText, to: path, problem: self.words.sentence(reason),
                danger: true, for: viewer)
        }
    }
}
