/// What could be left of the names in one folder.
struct CrashedFolder {
    /// An operation on names: it is kept as a whole or lost as a whole.
    struct Step {
        /// What each name stands for afterwards; nil when it is gone.
        var names: [String: UInt64?]
        /// Whether the next sync makes it durable; not after one that failed.
        var isDirty = true
    }

    /// What is durable.
    private(set) var durable: [String: UInt64]
    /// What was done since, in order.
    private(set) var steps: [Step] = []

    init(_ entries: [String: UInt64]) {
        self.durable = entries
    }

    mutating func add(_ names: [String: UInt64?]) {
        self.steps.append(Step(names: names))
    }

    /// Makes all names durable, except what a failed sync has forgotten.
    mutating func sync() {
        var forgotten: [Step] = []
        for step in self.steps {
            if step.isDirty {
                for (name, serial) in step.names { self.durable[name] = serial }
                // What stands for a name now is certain, whatever became of it before.
                for index in forgotten.indices {
                    for name in step.names.keys { forgotten[index].names.removeValue(forKey: name) }
                }
            } else {
                forgotten.append(step)
            }
        }
        self.steps = forgotten.filter { !$0.names.isEmpty }
    }

    /// Forgets what was to be written: a later sync does not write it.
    mutating func failSync() {
        for index in self.steps.indices { self.steps[index].isDirty = false }
    }

    /// The names when only some of the steps are kept.
    func entries(keeping isKept: (Int) -> Bool) -> [String: UInt64] {
        var entries = self.durable
        for (index, step) in self.steps.enumerated() where isKept(index) {
            for (name, serial) in step.names { entries[name] = serial }
        }
        return entries
    }

    /// Every node that has a name, or could have one.
    var nodes: Set<UInt64> {
        Set(self.durable.values).union(self.steps.flatMap { $0.names.values.compactMap { $0 } })
    }
}
