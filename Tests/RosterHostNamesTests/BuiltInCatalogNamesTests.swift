import Foundation
import Roster
import RosterPartnerCenter
import Testing

@Suite("A host's file that imports the built-in catalog too")
struct BuiltInCatalogNamesTests {
    @Test("has the catalog's names beside those of the standard library and Foundation")
    func names() {
        let roles: [RoleID] = [.owner, .globalAdmin]
        let permissions: [Permission] = [.manageUsers, .viewReports]
        #expect(roles.allSatisfy { RoleCatalog.partnerCenter.role($0) != nil })
        #expect(permissions.allSatisfy { RoleCatalog.partnerCenter.definition(of: $0) != nil })
        let types: [Any.Type] = [
            (any Actor).self, (any Identifiable).self, Notification.self, Operation.self, Data.self,
        ]
        #expect(!types.contains { String(reflecting: $0).contains("Roster") })
    }
}
