import RosterDomain

/// The schemas of users, as far as the company keeps what they name.
///
/// An attribute is there when the company's attribute schema has one of its name and kind, so that everything a client is told of is
/// also stored. User name, full name, address, status and roles are the account's, and always there.
struct UserSchema {
    /// The URN of the core schema of users.
    static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
    /// The URN of the enterprise extension.
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    private let attributes: AttributeSchema
    private let acceptsPasswords: Bool

    /// The kind of resource that users are.
    static func resourceType(for attributes: AttributeSchema, acceptsPasswords: Bool) -> SCIMResourceType {
        let schema = UserSchema(attributes: attributes, acceptsPasswords: acceptsPasswords)
        var type = SCIMResourceType(
            name: "User", endpoint: "Users", details: "An account",
            core: SCIMSchema(id: Self.core, name: "User", details: "An account", attributes: schema.coreAttributes))
        let enterprise = schema.enterpriseAttributes
        if !enterprise.isEmpty {
            type.extensions = [
                SCIMSchema(
                    id: Self.enterprise, name: "EnterpriseUser", details: "What a company says of a person",
                    attributes: enterprise)
            ]
        }
        type.hasExternalID = attributes[.externalID]?.kind == .text
        return type
    }

    private var coreAttributes: [SCIMAttribute] {
        let userName = SCIMAttribute("userName", "What the person signs in with; no other account has it, in any case")
            .with {
                $0.isRequired = true
                $0.isUnique = true
                $0.source = .userName
            }
        let displayName = SCIMAttribute("displayName", "The name to show").with { $0.source = .displayName }
        let active = SCIMAttribute("active", "Whether the account can be used; an account that is not keeps its roles")
            .with {
                $0.kind = .boolean
                // It always has a value: what is not given is true.
                $0.isRequired = true
                $0.source = .active
            }
        let password = SCIMAttribute("password", "The password; it is never returned").with {
            $0.isCaseExact = true
            $0.mutability = .writeOnly
            $0.returned = .never
            $0.source = .password
        }
        return [userName, self.name, displayName].compactMap(\.self) + self.plainAttributes + [active]
            + (self.acceptsPasswords ? [password] : []) + [self.emails] + self.multiValued
            + [Self.groups, self.roles, Self.entitlements]
    }

    private var name: SCIMAttribute? {
        let parts = [
            self.text("formatted", "formattedName", "The full name as it is written"),
            self.text("familyName", "familyName", "The family name"),
            self.text("givenName", "givenName", "The given name"),
            self.text("middleName", "middleName", "The middle names"),
            self.text("honorificPrefix", "honorificPrefix", "What stands before the name, such as a title"),
            self.text("honorificSuffix", "honorificSuffix", "What stands after the name"),
        ].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        return SCIMAttribute("name", "The parts of the person's name").with {
            $0.kind = .complex
            $0.parts = parts
        }
    }

    private var plainAttributes: [SCIMAttribute] {
        [
            self.text("nickName", "nickName", "What friends call the person"),
            self.text("profileUrl", "profileUrl", "The person's page").map { attribute in
                attribute.with {
                    $0.kind = .reference
                    $0.referenceTypes = ["external"]
                }
            },
            self.text("title", "title", "The title of the job"),
            self.text("userType", "userType", "What the person is to the company"),
            self.text("preferredLanguage", "preferredLanguage", "The language to speak with the person"),
            self.text("locale", "locale", "How dates and numbers are written"),
            self.text("timezone", "timeZone", "The time zone"),
        ].compactMap(\.self)
    }

    private var enterpriseAttributes: [SCIMAttribute] {
        var attributes = [
            self.text("employeeNumber", "employeeNumber", "The number that the company gave the person"),
            self.text("costCenter", "costCenter", "The cost center"),
            self.text("organization", "organization", "The organization within the company"),
            self.text("division", "division", "The division"), self.text("department", "department", "The department"),
        ].compactMap(\.self)
        if self.attributes[.manager]?.kind == .text {
            attributes.append(
                SCIMAttribute("manager", "The person's manager").with {
                    $0.kind = .complex
                    $0.source = .reference(.manager)
                    $0.parts = [
                        SCIMAttribute("value", "The identifier of the manager's account").with {
                            $0.isCaseExact = true
                        },
                        Self.reference(to: ["User"]).with { $0.mutability = .readWrite },
                    ]
                })
        }
        return attributes
    }

    private func text(_ name: String, _ attribute: String, _ details: String) -> SCIMAttribute? {
        guard let key = try? AttributeName(attribute), let definition = self.attributes[key], definition.kind == .text
        else { return nil }
        return SCIMAttribute(name, details).with {
            $0.source = .text(key)
            $0.isUnique = definition.uniqueness != .none
            $0.isCaseExact = definition.uniqueness == .caseExact
        }
    }
}

// MARK: - Attributes with several values

extension UserSchema {
    /// The addresses: of one of them letters reach the person, and it is the account's.
    ///
    /// Where the company's schema has an attribute `emails`, what the client says about addresses is kept, and further ones too.
    private var emails: SCIMAttribute {
        let kept = self.parts(of: "emails")
        let parts = self.standardParts(kept: kept ?? ["value"], types: Self.places)
        return SCIMAttribute("emails", "The addresses; the primary one, or the one of type work, is the account's").with
        {
            $0.kind = .complex
            $0.isMultiValued = true
            $0.source = .emails
            $0.parts = kept == nil ? parts + Self.computedParts : parts
        }
    }

    /// Where the company keeps one address, it is the primary one, and of type work.
    private static let computedParts = [
        SCIMAttribute("type", "What it is for").with {
            $0.mutability = .readOnly
            $0.canonicalValues = ["work"]
        },
        SCIMAttribute("primary", "Whether it is the one to use").with {
            $0.kind = .boolean
            $0.mutability = .readOnly
        },
    ]

    private var roles: SCIMAttribute {
        SCIMAttribute("roles", "The roles that the person holds for the whole company by hand").with {
            $0.kind = .complex
            $0.isMultiValued = true
            $0.source = .roles
            $0.parts = self.standardParts(kept: self.parts(of: "roles") ?? ["value"]).map { part in
                part.name == "value" ? part.with { $0.isRequired = true } : part
            }
        }
    }

    private static let groups = SCIMAttribute("groups", "The groups that the person is a member of").with {
        $0.kind = .complex
        $0.isMultiValued = true
        $0.mutability = .readOnly
        $0.source = .groups
        $0.parts = [
            SCIMAttribute("value", "The identifier of the group").with { $0.isCaseExact = true },
            UserSchema.reference(to: ["Group"]), SCIMAttribute("display", "The name of the group"),
            SCIMAttribute("type", "How the person is a member").with { $0.canonicalValues = ["direct"] },
        ].map { part in part.with { $0.mutability = .readOnly } }
    }

    private static let entitlements = SCIMAttribute(
        "entitlements", "What the person may do because of roles and groups"
    ).with {
        $0.kind = .complex
        $0.isMultiValued = true
        $0.mutability = .readOnly
        $0.returned = .request
        $0.source = .entitlements
        $0.parts = [
            SCIMAttribute("value", "The permission").with { $0.isCaseExact = true },
            SCIMAttribute("display", "Its name"), SCIMAttribute("type", "Where it holds"),
        ].map { part in part.with { $0.mutability = .readOnly } }
    }

    private var multiValued: [SCIMAttribute] {
        [
            self.entries("phoneNumbers", "The telephone numbers", types: Self.telephones),
            self.entries("ims", "The addresses for messages", types: Self.messengers),
            self.entries("photos", "Pictures of the person", types: ["photo", "thumbnail"], isReference: true),
            self.addresses,
            self.entries("x509Certificates", "The certificates", isBinary: true),
        ].compactMap(\.self)
    }

    /// What values are usually for, as RFC 7643 §8.7.1 lists it; clients may say something else.
    private static let places = ["work", "home", "other"]
    private static let telephones = ["work", "home", "mobile", "fax", "pager", "other"]
    private static let messengers = ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]

    private func entries(
        _ name: String, _ details: String, types: [String] = [], isReference: Bool = false, isBinary: Bool = false
    ) -> SCIMAttribute? {
        guard let key = try? AttributeName(name), let kept = self.parts(of: name) else { return nil }
        return SCIMAttribute(name, details).with {
            $0.kind = .complex
            $0.isMultiValued = true
            $0.source = .entries(key)
            $0.parts = self.standardParts(kept: kept, types: types).map { part in
                guard part.name == "value" else { return part }
                return part.with {
                    if isReference {
                        $0.kind = .reference
                        $0.referenceTypes = ["external"]
                    }
                    if isBinary { $0.kind = .binary }
                    $0.isCaseExact = isReference || isBinary
                }
            }
        }
    }

    private var addresses: SCIMAttribute? {
        guard let key = try? AttributeName("addresses"), let kept = self.parts(of: "addresses") else { return nil }
        let names = ["formatted", "streetAddress", "locality", "region", "postalCode", "country"]
        return SCIMAttribute("addresses", "The postal addresses").with {
            $0.kind = .complex
            $0.isMultiValued = true
            $0.source = .entries(key)
            $0.parts =
                names.filter(kept.contains).map { SCIMAttribute($0, "A part of the address") }
                + self.standardParts(kept: kept.subtracting(["value", "display"]), types: Self.places)
        }
    }

    private func standardParts(kept: Set<String>, types: [String] = []) -> [SCIMAttribute] {
        let parts = [
            SCIMAttribute("value", "The value itself"), SCIMAttribute("display", "How it is shown"),
            SCIMAttribute("type", "What it is for").with { $0.canonicalValues = types },
            SCIMAttribute("primary", "Whether it is the one to use").with { $0.kind = .boolean },
        ]
        return parts.filter { kept.contains($0.name) }
    }

    private func parts(of name: String) -> Set<String>? {
        guard let key = try? AttributeName(name), case .entries(let parts) = self.attributes[key]?.kind else {
            return nil
        }
        return parts
    }

    /// The address of another resource.
    static func reference(to types: [String]) -> SCIMAttribute {
        SCIMAttribute("$ref", "The address of the resource").with {
            $0.kind = .reference
            $0.isCaseExact = true
            $0.referenceTypes = types
            $0.mutability = .readOnly
        }
    }
}
