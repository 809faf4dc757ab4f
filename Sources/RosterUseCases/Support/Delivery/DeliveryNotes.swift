import RosterDomain

/// What the holder of the turn notes for the next one: how far the walk through the history has come, and who was put off.
///
/// Everything that the walk has passed was delivered, was pointless, was given up, or belongs to a recipient who was put off.
struct DeliveryNotes: Equatable {
    /// A recipient whose letters wait, from one on.
    struct PutOff: Equatable {
        /// The first letter that was not delivered, or the place after the last that was.
        var place: ChangePlace
        /// How often that letter was tried in vain; 0 when it was not tried yet, or the attempt was cut off.
        var attempts: Int
        /// When it was first tried in vain.
        var firstFailure: Timestamp
        /// When to try again.
        var nextAttempt: Timestamp
    }

    /// The step that the walk is in.
    private(set) var revision: Revision
    /// The last letter of the step that was passed; nil when none was.
    private(set) var last: (position: Int, recipient: UserID)?
    /// When the step before was made: tells notes about another history.
    private(set) var formerStepAt: Timestamp?
    var putOff: [UserID: PutOff] = [:]

    /// Begins after a step.
    init(after revision: Revision) {
        self.revision = revision.next
    }

    static func == (left: DeliveryNotes, right: DeliveryNotes) -> Bool {
        left.revision == right.revision && left.last?.position == right.last?.position
            && left.last?.recipient == right.last?.recipient && left.formerStepAt == right.formerStepAt
            && left.putOff == right.putOff
    }
}

// MARK: - The walk

extension DeliveryNotes {
    /// The last step that the walk has passed as a whole.
    var walked: Revision { Revision(self.revision.number - 1) }

    /// How far everything was delivered.
    var mark: Revision {
        let waiting = self.putOff.values.map(\.place.revision.number).min().map { $0 - 1 }
        return Revision(min(self.walked.number, waiting ?? .max))
    }

    /// Whether the walk has passed a letter.
    func hasPassed(_ letter: Letter) -> Bool {
        guard letter.place.revision == self.revision else { return letter.place.revision < self.revision }
        guard let last else { return false }
        return (letter.place.position, letter.recipient) <= (last.position, last.recipient)
    }

    /// Moves the walk past a letter.
    mutating func pass(_ letter: Letter) {
        if !self.hasPassed(letter) { self.last = (letter.place.position, letter.recipient) }
    }

    /// Moves the walk past a step.
    mutating func finish(_ commit: Commit) {
        self.revision = commit.revision.next
        self.last = nil
        self.formerStepAt = commit.at
    }

    /// Takes over that everything up to a step is delivered, or is to be told no more.
    mutating func skip(through mark: Revision) {
        if mark > self.walked {
            self.revision = mark.next
            self.last = nil
            self.formerStepAt = nil
        }
        for (user, entry) in self.putOff where entry.place.revision <= mark {
            self.putOff[user] = PutOff(
                place: .start(of: mark.next), attempts: 0, firstFailure: entry.firstFailure,
                nextAttempt: entry.nextAttempt)
        }
    }

    /// Notes that a letter needs no more attempts.
    mutating func settle(_ letter: Letter) {
        self.pass(letter)
        self.putOff[letter.recipient]?.place = letter.place.next
        self.putOff[letter.recipient]?.attempts = 0
    }

    /// Notes that a letter waits, from now on if it did not before.
    mutating func keep(_ letter: Letter, at now: Timestamp) -> PutOff {
        self.pass(letter)
        let entry =
            self.putOff[letter.recipient]
            ?? PutOff(place: letter.place, attempts: 0, firstFailure: now, nextAttempt: now)
        self.putOff[letter.recipient] = entry
        return entry
    }
}

// MARK: - Text

extension DeliveryNotes {
    private static let heading = "roster delivery 1"

    /// The notes as lines of text: short, and readable by an operator.
    var bytes: [UInt8] {
        var lines = [Self.heading, "step \(self.revision)"]
        if let formerStepAt { lines.append("after \(formerStepAt.millisecondsSinceEpoch)") }
        if let last { lines.append("passed \(last.position) \(last.recipient)") }
        for (user, entry) in self.putOff.sorted(by: { $0.key < $1.key }) {
            let moments = [entry.firstFailure, entry.nextAttempt].map { String($0.millisecondsSinceEpoch) }
            let place = "\(entry.place.revision) \(entry.place.position)"
            lines.append("waits \(user) \(place) \(entry.attempts) \(moments.joined(separator: " "))")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Reads notes; nil when there are none, or they are not such as are written.
    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first == Self.heading[...] else { return nil }
        self.init(after: .start)
        for line in lines.dropFirst() {
            guard self.read(line.split(separator: " ")) else { return nil }
        }
    }

    private mutating func read(_ words: [Substring]) -> Bool {
        let numbers = words.map { Int64($0) }
        switch (words.first, words.count) {
        case ("step", 2):
            guard let number = numbers[1], number > 0 else { return false }
            self.revision = Revision(UInt64(number))
        case ("after", 2):
            guard let moment = numbers[1] else { return false }
            self.formerStepAt = Timestamp(millisecondsSinceEpoch: moment)
        case ("passed", 3):
            guard let position = numbers[1].flatMap({ Int32(exactly: $0) }), position >= 0,
                let recipient = try? UserID(String(words[2]))
            else { return false }
            self.last = (Int(position), recipient)
        case ("waits", 7):
            let rest = numbers[2...].compactMap(\.self)
            guard rest.count == 5, rest[0] > 0, let position = Int32(exactly: rest[1]), position >= 0,
                let attempts = Int32(exactly: rest[2]), attempts >= 0, let user = try? UserID(String(words[1]))
            else { return false }
            self.putOff[user] = PutOff(
                place: ChangePlace(revision: Revision(UInt64(rest[0])), position: Int(position)),
                attempts: Int(attempts),
                firstFailure: Timestamp(millisecondsSinceEpoch: rest[3]),
                nextAttempt: Timestamp(millisecondsSinceEpoch: rest[4]))
        default: return false
        }
        return true
    }
}
