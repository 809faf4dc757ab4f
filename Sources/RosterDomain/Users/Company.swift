/// The company that a tenant represents.
public struct Company: Sendable, Hashable {
    /// The company's name; it follows the rules of a person's ``FullName``.
    public package(set) var name: FullName
    /// The programs that the company is enrolled in; they decide which roles are offered to it.
    public package(set) var programs: Set<Program>
    /// The user who enrolled it.
    public package(set) var enrolledBy: UserID
    /// When it was enrolled.
    public package(set) var enrolledAt: Timestamp
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a company.
    public init(name: FullName, programs: Set<Program>, enrolledBy: UserID, enrolledAt: Timestamp) {
        self.name = name
        self.programs = programs
        self.enrolledBy = enrolledBy
        self.enrolledAt = enrolledAt
    }

    /// Whether it is the same company, whatever became of its name and its programs.
    package func isSameEnrollment(as other: Company) -> Bool {
        self.enrolledBy == other.enrolledBy && self.enrolledAt == other.enrolledAt
    }
}
