/// The bounds of what a directory has held as values of one attribute, of one kind and one uniqueness.
///
/// A directory that keeps extents spares a tenant that opens the reading of every user with attributes: a schema that admits the
/// extents admits every value. Extents only grow, so they may be wider than what is held today.
package struct AttributeExtent: Sendable, Hashable {
    package var name: AttributeName
    package var kind: Kind
    package var uniqueness: AttributeUniqueness
    /// The bytes of the longest text.
    package var byteCount = 0
    /// The most texts or entries that a value had.
    package var valueCount = 0
    /// The names of all parts of entries, sorted.
    package var parts: [String] = []
    /// Whether a value had what no schema allows.
    package var isFlawed = false
    package var unknownFields = UnknownFields()

    /// What a value consists of.
    package enum Kind: Sendable, Hashable, CaseIterable {
        case text, texts, entries
    }

    package init(_ name: AttributeName, _ kind: Kind, uniqueness: AttributeUniqueness) {
        self.name = name
        self.kind = kind
        self.uniqueness = uniqueness
    }

    /// The extent of one value.
    package init(of attribute: UserAttribute) {
        self.init(attribute.name, Kind(attribute.value), uniqueness: attribute.uniqueness)
        let texts = attribute.value.allTexts
        self.byteCount = texts.map(\.utf8.count).max() ?? 0
        self.valueCount = attribute.value.count
        if case .entries(let entries) = attribute.value { self.parts = Set(entries.flatMap(\.parts.keys)).sorted() }
        self.isFlawed = AttributeDefinition.widest(self).problem(with: attribute.value) != nil
    }

    /// Widens the extent by another of the same attribute, kind and uniqueness.
    fileprivate mutating func widen(by other: AttributeExtent) {
        self.byteCount = max(self.byteCount, other.byteCount)
        self.valueCount = max(self.valueCount, other.valueCount)
        if !other.parts.allSatisfy(self.parts.contains) { self.parts = Set(self.parts + other.parts).sorted() }
        self.isFlawed = self.isFlawed || other.isFlawed
    }
}

extension AttributeExtent.Kind {
    fileprivate init(_ value: AttributeValue) {
        switch value {
        case .text: self = .text
        case .texts: self = .texts
        case .entries: self = .entries
        }
    }
}

extension [AttributeExtent] {
    /// Widens the extents by the attributes of a user.
    ///
    /// - Complexity: O(attributes × extents).
    package mutating func take(_ attributes: UserAttributes) {
        for attribute in attributes {
            let extent = AttributeExtent(of: attribute)
            let known = self.firstIndex {
                $0.name == extent.name && $0.kind == extent.kind && $0.uniqueness == extent.uniqueness
            }
            if let known { self[known].widen(by: extent) } else { self.append(extent) }
        }
    }
}

extension AttributeDefinition {
    /// A definition that admits an extent, unless it is flawed.
    fileprivate static func widest(_ extent: AttributeExtent) -> AttributeDefinition {
        let kind: AttributeKind =
            switch extent.kind {
            case .text: .text
            case .texts: .texts
            case .entries: .entries(parts: Set(extent.parts))
            }
        return AttributeDefinition(
            extent.name, title: "", kind: kind, byteLimit: .max, valueLimit: .max, uniqueness: extent.uniqueness)
    }

    /// Whether every value within an extent is one of this attribute.
    fileprivate func admits(_ extent: AttributeExtent) -> Bool {
        guard !extent.isFlawed, self.uniqueness == extent.uniqueness, extent.byteCount <= self.byteLimit else {
            return false
        }
        return switch (self.kind, extent.kind) {
        case (.text, .text): true
        case (.texts, .texts): extent.valueCount <= self.valueLimit
        case (.entries(let parts), .entries):
            extent.valueCount <= self.valueLimit && extent.parts.allSatisfy(parts.contains)
        case (.text, _), (.texts, _), (.entries, _): false
        }
    }
}

extension AttributeSchema {
    /// Whether no value within the extents contradicts the schema.
    package func admits(_ extents: [AttributeExtent]) -> Bool {
        extents.allSatisfy { self[$0.name]?.admits($0) ?? false }
    }
}
