import RosterDomain

// What controls of a list are called for those who hear them, one by one.

extension Sequence<String> {
    /// The names, of which those that come again are numbered: two controls of one name cannot be told apart.
    var toldApart: [String] {
        var known: Set<String> = []
        return self.map { name in
            var (number, told) = (1, name)
            while !known.insert(told).inserted {
                number += 1
                told = "\(name) (\(number))"
            }
            return told
        }
    }
}

extension Visit {
    /// What a request is called: the roles, and where they are asked for unless that is the whole company.
    func name(_ request: RoleRequest) -> String {
        self.name(self.words.titles(request.roles), at: request.scope)
    }

    /// What a role that is held is called, of several places.
    func name(_ role: RoleID, at scope: Scope) -> String { self.name(self.title(role), at: scope) }

    private func name(_ title: String, at scope: Scope) -> String {
        scope == .company ? title : "\(title), \(scope.path)"
    }
}
