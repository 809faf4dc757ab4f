public import RosterDomain

/// What time it is.
///
/// Use cases read it once per action; the domain never does.
public protocol WallClock: Sendable {
    /// The present moment. It may go backwards: nothing in Roster relies on its order.
    var now: Timestamp { get }
}

/// Where random bits come from, for identifiers.
///
/// Passwords are made by the credential vault, from its own source.
public protocol RandomSource: Sendable {
    /// 128 unpredictable bits.
    func next() -> UInt128
}
