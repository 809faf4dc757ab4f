internal import RosterDomain
struct JSONFieldReader { static func scalar<V: StoredScalar>(_ json: [UInt8], of field: StoredField) throws(StoredFormError) -> V? { nil } }
