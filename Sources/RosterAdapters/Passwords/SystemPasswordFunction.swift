#if os(Linux)
    /// The one-way function of the vaults on this system: yescrypt, by libcrypt.
    package typealias SystemPasswordFunction = YescryptFunction
#elseif canImport(CommonCrypto)
    /// The one-way function of the vaults on this system: PBKDF2, by CommonCrypto.
    package typealias SystemPasswordFunction = PBKDF2Function
#endif
