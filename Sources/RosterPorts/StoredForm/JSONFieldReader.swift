internal import RosterDomain
struct JSONFieldReader { init(_ bytes: [UInt8]) throws(StoredFormError) {}
 mutating func field<V: StoredScalar>(_ f: StoredField, _ v: inout V?) throws(StoredFormError) {}
 mutating func list<V: StoredScalar>(_ f: StoredField, _ v: inout [V]) throws(StoredFormError) {}
 mutating func records<V: StoredRecord>(_ f: StoredField, _ v: inout [V]) throws(StoredFormError) {}
 mutating func record<V: StoredRecord>(_ f: StoredField, _ v: inout V?) throws(StoredFormError) {}
 mutating func member(_ n: String) throws(StoredFormError) -> UInt64 { 0 }
 mutating func read<V: StoredRecord>(_ f: inout V) throws(StoredFormError) {}
}
struct JSONFieldWriter { var bytes: [UInt8] = []; mutating func write<V>(_ v: V, head: (inout JSONFieldWriter) -> Void) throws(StoredFormError) {}; mutating func member(_ n: String, _ v: UInt64) {} }
