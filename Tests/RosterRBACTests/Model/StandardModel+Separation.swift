import RosterDomain

// §6.3 and §6.4: separation sets. Names are free across both kinds, a set has roles of the catalog only, and none of
// those may break it alone: there Roster is stricter.

extension StandardModel {
    mutating func createSsdSet(_ name: String, _ roles: Set<RoleID>, _ cardinality: Int) -> Bool {
        let rule = SeparationRule(roles: roles, cardinality: cardinality)
        guard self.isFree(name), self.isSound(rule), self.isSatisfied(rule) else { return false }
        self.ssd[name] = rule
        return true
    }

    mutating func addSsdRoleMember(_ role: RoleID, _ name: String) -> Bool {
        guard var rule = self.ssd[name], rule.roles.insert(role).inserted, self.isSound(rule), self.isSatisfied(rule)
        else { return false }
        self.ssd[name] = rule
        return true
    }

    mutating func deleteSsdRoleMember(_ role: RoleID, _ name: String) -> Bool {
        guard var rule = self.ssd[name], rule.roles.remove(role) != nil, self.isSound(rule) else { return false }
        self.ssd[name] = rule
        return true
    }

    mutating func deleteSsdSet(_ name: String) -> Bool { self.ssd.removeValue(forKey: name) != nil }

    mutating func setSsdSetCardinality(_ cardinality: Int, _ name: String) -> Bool {
        guard var rule = self.ssd[name] else { return false }
        rule.cardinality = cardinality
        guard self.isSound(rule), self.isSatisfied(rule) else { return false }
        self.ssd[name] = rule
        return true
    }

    // The standard also asks that no session breaks the set now. Roster takes the set, and its roles count in no such session.

    mutating func createDsdSet(_ name: String, _ roles: Set<RoleID>, _ cardinality: Int) -> Bool {
        let rule = SeparationRule(roles: roles, cardinality: cardinality)
        guard self.isFree(name), self.isSound(rule) else { return false }
        self.dsd[name] = rule
        return true
    }

    mutating func addDsdRoleMember(_ role: RoleID, _ name: String) -> Bool {
        guard var rule = self.dsd[name], rule.roles.insert(role).inserted, self.isSound(rule) else { return false }
        self.dsd[name] = rule
        return true
    }

    mutating func deleteDsdRoleMember(_ role: RoleID, _ name: String) -> Bool {
        guard var rule = self.dsd[name], rule.roles.remove(role) != nil, self.isSound(rule) else { return false }
        self.dsd[name] = rule
        return true
    }

    mutating func deleteDsdSet(_ name: String) -> Bool { self.dsd.removeValue(forKey: name) != nil }

    mutating func setDsdSetCardinality(_ cardinality: Int, _ name: String) -> Bool {
        guard var rule = self.dsd[name] else { return false }
        rule.cardinality = cardinality
        guard self.isSound(rule) else { return false }
        self.dsd[name] = rule
        return true
    }

    private func isFree(_ name: String) -> Bool { self.ssd[name] == nil && self.dsd[name] == nil }

    private func isSound(_ rule: SeparationRule) -> Bool {
        let ofCatalog = self.roles.subtracting(self.titles.values)
        return rule.roles.isSubset(of: ofCatalog) && rule.cardinality >= 2 && rule.cardinality <= rule.roles.count
            && ofCatalog.allSatisfy { !self.breaks(rule, self.juniors(of: $0)) }
    }
}
