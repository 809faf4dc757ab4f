package import RosterDomain

/// A directory that keeps the bounds of all attributes it has held, so that opening a tenant reads no users.
package protocol AttributeKeeping: UserDirectory {
    /// Returns the extents, at least as new as any commit that was acknowledged before the call.
    ///
    /// - Throws: ``UserDirectoryError/unavailable(cause:)``.
    func attributeExtents() async throws(UserDirectoryError) -> [AttributeExtent]
}
