import RosterDomain
import RosterPartnerCenter
import Testing

/// Law 3 for roles of the company: who defines or changes one could have given its parts to each holder, and taken them from each.
extension AuthorityCheck {
    /// Who defines a role could give all of it.
    func checkDefining(_ definition: CompanyRoleDefinition) {
        let held = self.held(at: .company)
        let parts = PageRules.parts(of: definition)
        #expect(PageRules.mayDefine(held) && PageRules.isAssigner(held, definition.assignableBy), self.place)
        #expect(definition.grants.isDisjoint(with: PageRules.reserved), self.place)
        #expect(parts.allSatisfy { PageRules.mayAssign($0, held) }, "\(held) defined \(parts): \(self.place)")
        #expect(parts.isDisjoint(with: [.globalAdmin, .userAdmin, .accountAdmin, .owner]), self.place)
    }

    func check(_ change: CompanyRoleChange, of id: CompanyRoleID) {
        guard let role = self.before.companyRoles[id], !role.isDeleted else {
            Issue.record("there was no such role: \(self.place)")
            return
        }
        self.checkDefining(role.definition)
        let holders = self.before.everybody.filter { record in
            record.user.status != .purged
                && record.everyAssignment(in: self.before).contains { held in
                    held.role == role.role && (held.window.until.map { $0 > self.commit.at } ?? true)
                }
        }
        switch change {
        case .changed(_, let definition):
            self.checkDefining(definition)
            let (former, new) = (PageRules.parts(of: role.definition), PageRules.parts(of: definition))
            for holder in holders where holder.user.status != .deleted {
                self.check(holder, gaining: new.subtracting(former), of: role.role)
                #expect(holder.user.affiliation == .member || definition.isOpenToGuests, self.place)
                if !former.isSubset(of: new) { self.checkReach(over: holder.id) }
            }
        case .retired: #expect(!role.isRetired, self.place)
        case .reinstated: #expect(role.isRetired, self.place)
        case .deleted:
            let restorable = holders.filter { record in
                record.user.deletedAt.map { self.commit.at < $0 + User.restorableFor } ?? true
            }
            #expect(restorable.isEmpty, "a role was deleted while it was held: \(self.place)")
        }
    }

    private func check(_ holder: UserRecord, gaining parts: Set<RoleID>, of role: RoleID) {
        for held in holder.everyAssignment(in: self.before) where held.role == role {
            for part in parts where held.window.until.map({ $0 > self.commit.at }) ?? true {
                #expect(PageRules.mayHold(part, at: held.scope, holder.user.affiliation), self.place)
            }
        }
    }
}
