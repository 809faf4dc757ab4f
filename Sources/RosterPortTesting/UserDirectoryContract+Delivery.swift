import RosterDomain
import RosterPorts

extension UserDirectoryContract {
    var deliveryPromises: [Promise] {
        [
            Promise("one holder at a time has the turn to deliver", self.givesOneTurn),
            Promise("a turn that its holder let go of can be taken by another", self.survivesHolders),
            Promise("the notes of a turn are there for the next one, and for every caller meanwhile", self.keepsNotes),
            Promise("a turn is no part of the history", self.leavesHistoryAlone),
        ] + (self.isDurable ? [Promise("notes are there when the directory is opened again", self.reopensNotes)] : [])
    }

    @Sendable private func givesOneTurn() async throws {
        let directory = try await self.fresh()
        let turns = try await withThrowingTaskGroup(of: (any DeliveryTurn)?.self) { group in
            for _ in 0..<8 { group.addTask { try await directory.takeDeliveryTurn() } }
            return try await group.reduce(into: [any DeliveryTurn]()) { turns, turn in
                if let turn { turns.append(turn) }
            }
        }
        try expect("turns taken by eight at once", turns.count, is: 1)
        for turn in turns { await turn.end() }
        let next = try required("the turn after it was given back", try await directory.takeDeliveryTurn())
        // To give it back twice must not take it away from the next.
        for turn in turns { await turn.end() }
        try expect("the turn while it is held", try await directory.takeDeliveryTurn() == nil)
        await next.end()
    }

    @Sendable private func survivesHolders() async throws {
        let directory = try await self.fresh()
        try await self.noteAndVanish([1, 2, 3], in: directory)
        let next = try await self.patientTurn(directory)
        try expect("the notes of a holder that is gone", try await directory.deliveryNotes(), is: [1, 2, 3])
        await next.end()
    }

    @Sendable private func keepsNotes() async throws {
        let directory = try await self.fresh()
        try expect("notes at first", try await directory.deliveryNotes(), is: [])
        let turn = try required("the turn", try await directory.takeDeliveryTurn())
        let long = (0..<(1 << 17)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for notes in [[7], long, [], Array("short".utf8), long, [0]] {
            try await turn.note(notes)
            let seen = try await directory.deliveryNotes()
            try expect("the notes as they were noted", seen == notes, seen: "\(seen.count) bytes of \(notes.count)")
        }
        await turn.end()
        try expect("notes afterwards", try await directory.deliveryNotes(), is: [0])
        let late: ()? = try? await turn.note([9])
        try expect("a note after the end fails", late == nil)
        let next = try required("the next turn", try await directory.takeDeliveryTurn())
        try expect("the notes for the next", try await directory.deliveryNotes(), is: [0])
        await next.end()
    }

    @Sendable private func leavesHistoryAlone() async throws {
        let directory = try await self.fresh()
        try await directory.commit(
            [.userAdded(user: try Sample.user(1))], by: .system, at: Sample.noon, given: .versions([:]))
        let before = try await Observation(of: directory)
        let turn = try required("the turn", try await directory.takeDeliveryTurn())
        try await turn.note([1])
        await turn.end()
        try await Observation(of: directory).expectSame(as: before, "what the directory holds")
    }

    @Sendable private func reopensNotes() async throws {
        var place = try await self.freshReopenable()
        let turn = try required("the turn", try await place.current.takeDeliveryTurn())
        try await turn.note([4, 5])
        await turn.end()
        try await place.reopen()
        try expect("the notes", try await place.current.deliveryNotes(), is: [4, 5])
        await (try await self.patientTurn(place.current)).end()
    }

    /// Lets go of the turn as a holder does that dies.
    private func noteAndVanish(_ notes: [UInt8], in directory: Directory) async throws {
        try await required("the turn", try await directory.takeDeliveryTurn()).note(notes)
    }

    /// The turn, once the former holder counts as gone.
    private func patientTurn(_ directory: Directory) async throws -> any DeliveryTurn {
        try await withPatience(self.patience, "the turn of a holder that is gone can be taken") {
            while true {
                if let turn = try await directory.takeDeliveryTurn() { return turn }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
