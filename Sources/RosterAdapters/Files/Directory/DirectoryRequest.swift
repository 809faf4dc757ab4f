internal import RosterDomain
internal import RosterPorts

/// A step that somebody wants to add to the history of a directory.
package struct DirectoryRequest: Sendable {
    let changes: [Change]
    let principal: Principal
    let moment: Timestamp
    let precondition: CommitPrecondition
}
