public import RosterDomain
public import RosterPorts

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The operating system's clock.
public struct SystemWallClock: WallClock {
    /// Creates the clock.
    public init() {}

    /// The present moment by the system's clock.
    public var now: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}

/// The operating system's generator of random numbers, which is fit for secrets.
public struct SystemRandomSource: RandomSource {
    /// Creates the source.
    public init() {}

    /// 128 bits from the system.
    public func next() -> UInt128 {
        var generator = SystemRandomNumberGenerator()
        return UInt128(generator.next() as UInt64) << 64 | UInt128(generator.next() as UInt64)
    }
}
