import RosterDomain

/// One form of a check, whose costs are counted.
struct CountedKind {
    let name: String
    /// The right answer.
    let expected: (CountedQuestion) -> Bool
    /// Asks everything, into answers that are there already, and counts meanwhile.
    let ask: (_ asked: Asked, _ answers: inout [Bool]) -> Counts

    /// A form whose loop does nothing but ask.
    private static func loop(
        _ name: String, expected: @escaping (CountedQuestion) -> Bool,
        _ body: @escaping (_ asked: Asked, _ answers: inout [Bool]) -> Void
    ) -> CountedKind {
        CountedKind(name: name, expected: expected) { asked, answers in Counts.during { body(asked, &answers) } }
    }

    /// Every form there is.
    static func all(_ world: CountedWorld) -> [CountedKind] {
        self.single(world.table) + self.batches(world.table) + self.full(world)
    }

    private static func single(_ table: AccessTable) -> [CountedKind] {
        [
            .loop("handle", expected: \.isAllowedInCompany) { asked, answers in
                let (subjects, handles) = (asked.subjects.span, asked.handles.span)
                for index in handles.indices { answers[index] = table.permits(subjects[index], handles[index]) }
            },
            .loop("id", expected: \.isAllowedInCompany) { asked, answers in
                let (ids, handles) = (asked.ids.span, asked.handles.span)
                for index in handles.indices { answers[index] = table.permits(ids[index], handles[index]) }
            },
            CountedKind(name: "name", expected: \.isAllowedInCompany) { asked, answers in
                // The host's loop retains the text that it takes from an array, so each check is counted alone.
                var counts = Counts.none
                for index in asked.handles.indices {
                    counts += countedAnswer(table, asked.names[index], asked.handles[index], &answers[index])
                }
                return counts
            },
        ]
    }

    private static func batches(_ table: AccessTable) -> [CountedKind] {
        let passes = TablePasses(table: table)
        return [
            .loop("batches of 32 ids", expected: \.isAllowedInCompany) { asked, answers in
                passes.askInBatches(asked.ids.span, asked.handles.span) { answers[$0] = $1 }
            },
            .loop("batches of 32 names", expected: \.isAllowedInCompany) { asked, answers in
                passes.askInBatches(asked.names.span, asked.handles.span) { answers[$0] = $1 }
            },
        ]
    }

    private static func full(_ world: CountedWorld) -> [CountedKind] {
        let justBefore = Timestamp(millisecondsSinceEpoch: world.end.millisecondsSinceEpoch - 1)
        return [
            self.full(
                world, "id with scope and time", given: .none, now: justBefore, expected: \.isAllowedUnconditionally),
            self.full(
                world, "id with scope, after the end", given: .none, now: world.end, expected: \.isAllowedAfterEnd),
            self.full(
                world, "id with scope and a condition", given: world.table.stated([World.condition]), now: justBefore,
                expected: \.isHeld),
        ]
    }

    private static func full(
        _ world: CountedWorld, _ name: String, given conditions: StatedConditions, now: Timestamp,
        expected: @escaping (CountedQuestion) -> Bool
    ) -> CountedKind {
        let (table, place) = (world.table, world.place)
        return .loop(name, expected: expected) { asked, answers in
            let (ids, handles) = (asked.ids.span, asked.handles.span)
            for index in handles.indices {
                answers[index] = table.permits(ids[index], handles[index], at: place, given: conditions, now: now)
            }
        }
    }
}

@inline(never)
private func countedAnswer(
    _ table: AccessTable, _ name: String, _ permission: PermissionHandle, _ answer: inout Bool
) -> Counts {
    Counts.during { answer = table.permits(named: name, permission) }
}
