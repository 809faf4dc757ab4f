public import RosterDomain
public import RosterPorts

/// Why a ``HistoryCopy`` ended before both directories were the same.
@nonexhaustive
public enum HistoryCopyError: Error, Sendable {
    /// The target has more steps than the source. Nothing was changed.
    case targetReachesFurther(Revision, source: Revision)
    /// A step is not the same in both directories. Before copying, this means that the target holds something else; nothing was changed.
    case stepDiffers(Revision)
    /// All steps are the same, and what the directories make of them is not.
    case recordsDiffer
    /// A host committed to one of the directories during the copy.
    case changedMeanwhile
    /// The task was canceled. The steps copied until then stay, and running the copy again goes on after them.
    case canceled
    /// The source could not be read.
    case source(UserDirectoryError)
    /// The target could not be read, or did not take the steps. Those copied before stay.
    case target(UserDirectoryError)
}

extension HistoryCopyError: CustomStringConvertible {
    /// What went wrong, for an administrator.
    public var description: String {
        switch self {
        case .targetReachesFurther(let revision, let source):
            "the target is at revision \(revision), and the source only at \(source); copy into an empty directory"
        case .stepDiffers(let revision):
            "the step at revision \(revision) differs in source and target; copy into an empty directory"
        case .recordsDiffer: "the records of source and target differ; verify both directories"
        case .changedMeanwhile: "a host committed during the copy; stop every host, and run the copy again"
        case .canceled: "the copy was canceled; run it again to continue"
        case .source(let error): "cannot read the source: \(error)"
        case .target(let error): "cannot read or write the target: \(error)"
        }
    }
}
