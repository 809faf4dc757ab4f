/// The company whose people a tenant holds.
public struct Company: Sendable, Hashable, Codable {
    /// The company's name; it follows the rules of a person's ``FullName``.
    public let name: FullName
    /// The programs that the company is enrolled in; they decide which roles are offered to it.
    public let programs: Set<Program>
    /// The user who enrolled it.
    public let enrolledBy: UserID
    /// When it was enrolled.
    public let enrolledAt: Timestamp

    /// Creates a company.
    public init(name: FullName, programs: Set<Program>, enrolledBy: UserID, enrolledAt: Timestamp) {
        self.name = name
        self.programs = programs
        self.enrolledBy = enrolledBy
        self.enrolledAt = enrolledAt
    }
}
