/// Where the checksum of each block stands, and by what that is covered in turn.
///
/// The blocks of the file up to the checksums are level 0. Their checksums fill the blocks of level 1, whose own fill those of
/// level 2, up to a level of one block, whose checksum is in the header. So a block is verified with as many others as there
/// are levels (three for 4 GiB), and a file of any size is opened without reading all of its checksums.
struct CheckpointTree: Sendable {
    /// The checksums in a block.
    static let fanOut = CheckpointLayout.blockByteCount / 4

    /// The first block of each level, and at last the number of blocks of the file.
    let starts: [Int]

    /// Creates the levels above so many blocks, of which there is at least one.
    init(dataBlockCount: Int) {
        var starts = [0, dataBlockCount]
        var count = dataBlockCount
        repeat {
            count = (count - 1) / Self.fanOut + 1
            starts.append(starts[starts.count - 1] + count)
        } while count > 1
        self.starts = starts
    }

    /// The blocks of the whole file.
    var blockCount: Int { self.starts[self.starts.count - 1] }

    /// The block whose checksum the header has.
    var root: Int { self.blockCount - 1 }

    /// Where in the file the checksum of a block stands; nil for the root.
    func placeOfChecksum(of block: Int) -> Int? {
        guard block < self.root else { return nil }
        // invariant: `starts[0]` is 0, and a block that is not the root lies in a level that has one above it
        let level = (self.starts.firstIndex { $0 > block } ?? 1) - 1
        return self.starts[level + 1] * CheckpointLayout.blockByteCount + (block - self.starts[level]) * 4
    }
}
