import Foundation

/// What the operating system tells of this process.
enum ResidentProcess {
    /// What came of opening something.
    struct Change<Opened> {
        let opened: Opened
        let kibibytes: Double
        let descriptorCount: Int
    }

    static func change<Opened>(_ open: () async throws -> Opened) async rethrows -> Change<Opened> {
        let (kibibytes, descriptorCount) = (self.residentKibibytes, self.descriptorCount)
        let opened = try await open()
        return Change(
            opened: opened, kibibytes: self.residentKibibytes - kibibytes,
            descriptorCount: self.descriptorCount - descriptorCount)
    }

    static var residentKibibytes: Double { self.status("VmRSS:") }

    static var threadCount: Int { Int(self.status("Threads:")) }

    static var descriptorCount: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Lets the process open as many files as it may, and tells how many.
    static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }

    /// A number of `/proc/self/status`; 0 where there is none.
    private static func status(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.first ?? 0
    }
}
