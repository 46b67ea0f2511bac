import CNT
import NTABI

extension Executive {
    /// `NtCreateSection`. Without a file: memory that processes share. With one: an image, or the file's bytes.
    ///
    /// - Access: of the file FILE_READ_DATA, for an image FILE_EXECUTE.
    /// - Errors, in this order: `.invalidParameter6` (attributes), `.invalidPageProtection`, `.accessViolation`,
    ///   `.invalidParameter4` (no size), those of the file's handle, `.invalidFileForSection` (no file of the boot archive),
    ///   `.sectionTooBig` (larger than the file), `.mappedFileSizeZero`, the image's own, `.commitmentLimit`; those of `create`.
    func ntCreateSection(
        _ caller: Thread, _ sectionHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes?, _ maximumSize: UserPointer<Int64>?,
        _ pageProtection: UInt32, _ allocationAttributes: UInt32, _ fileHandle: Handle?
    ) throws(NTStatus) -> NTStatus {
        let attributes = try SectionAttributes(checking: allocationAttributes)
        let protection = try PageProtection(checking: pageProtection)
        guard !protection.isGuard, protection.base != .noAccess else {
            throw .invalidPageProtection
        }
        var size: UInt = 0
        if let maximumSize {
            guard let given = UInt(exactly: try caller.process.read(maximumSize)) else {
                throw .sectionTooBig
            }
            size = given
        }
        let section =
            if let fileHandle {
                try makeSection(
                    of: caller.object(
                        fileHandle, as: File.self,
                        needing: attributes.contains(.image) ? .fileExecute : .fileReadData),
                    size: size, protection, attributes)
            } else {
                try makeSection(size: size, protection, attributes, quota: caller.process.quota)
            }
        return try create(
            section, at: objectAttributes, for: caller, access: desiredAccess,
            handleAt: sectionHandle)
    }

    private func makeSection(
        of file: File, size: UInt, _ protection: PageProtection, _ attributes: SectionAttributes
    ) throws(NTStatus) -> Section {
        guard let data = file.archiveData else { throw .invalidFileForSection }
        if attributes.contains(.image) {
            return try Section.image(memory, of: data, filePath: file.fullName)
        }
        // The archive is never written to; copies of its pages are.
        guard !protection.allowsWriting || protection.copiesOnWrite else {
            throw .sectionProtection
        }
        guard data.size > 0 else { throw .mappedFileSizeZero }
        guard size <= data.size else { throw .sectionTooBig }
        return Section(
            FileSegment(memory, data, size: size == 0 ? data.size : size), protection: protection,
            attributes: attributes.union(.file), filePath: file.fullName)
    }

    private func makeSection(
        size: UInt, _ protection: PageProtection, _ attributes: SectionAttributes, quota: Quota
    ) throws(NTStatus) -> Section {
        guard !attributes.contains(.image) else { throw .invalidFileForSection }
        guard size > 0 else { throw .invalidParameter4 }
        let segment = try AnonymousSegment.make(
            memory, size: size, isReserved: attributes.contains(.reserve), quota: quota)
        return Section(segment, protection: protection, attributes: attributes)
    }

    /// `NtOpenSection`.
    func ntOpenSection(
        _ caller: Thread, _ sectionHandle: UserPointer<Handle>, _ desiredAccess: AccessMask,
        _ objectAttributes: ObjectAttributes
    ) throws(NTStatus) -> NTStatus {
        try open(
            Section.self, at: objectAttributes, for: caller, access: desiredAccess,
            handleAt: sectionHandle)
    }

    /// `NtQuerySection`. Classes SectionBasicInformation and SectionImageInformation.
    ///
    /// - Access: SECTION_QUERY.
    /// - Errors, in this order: `.invalidInfoClass`, `.infoLengthMismatch`, `.datatypeMisalignment`, those of the handle, `.sectionNotImage`,
    ///   `.accessViolation`.
    func ntQuerySection(
        _ caller: Thread, _ sectionHandle: Handle, _ informationClass: UInt32,
        _ information: UInt, _ length: UInt, _ returnLength: UserPointer<UInt>?
    ) throws(NTStatus) -> NTStatus {
        let size: Int
        switch informationClass {
        case SectionBasicInformation: size = MemoryLayout<SECTION_BASIC_INFORMATION>.size
        case SectionImageInformation: size = MemoryLayout<SECTION_IMAGE_INFORMATION>.size
        default: throw .invalidInfoClass
        }
        guard length >= UInt(size) else { throw .infoLengthMismatch }
        try requireAlignment(information, to: 4)
        let section = try caller.object(sectionHandle, as: Section.self, needing: .sectionQuery)
        if informationClass == SectionBasicInformation {
            let answer = SECTION_BASIC_INFORMATION(
                BaseAddress: 0, AllocationAttributes: section.attributes.rawValue,
                MaximumSize: Int64(
                    section.attributes.contains(.file) ? section.segment.size : section.size))
            try caller.process.write(answer, to: UserPointer(required: information))
        } else {
            guard let image = section.image else { throw .sectionNotImage }
            try caller.process.write(image.answer, to: UserPointer(required: information))
        }
        if let returnLength { try caller.process.write(UInt(size), to: returnLength) }
        return .success
    }

    /// `NtExtendSection`. Only sections of files that can grow could be extended, and no such files exist; asking for no
    /// more than there is succeeds.
    ///
    /// - Access: SECTION_EXTEND_SIZE.
    /// - Errors, in this order: `.accessViolation`, those of the handle, `.sectionNotExtended`.
    func ntExtendSection(
        _ caller: Thread, _ sectionHandle: Handle, _ newSectionSize: UserPointer<Int64>
    ) throws(NTStatus) -> NTStatus {
        let size = try caller.process.read(newSectionSize)
        try caller.process.probeForWrite(
            UserBuffer(newSectionSize.address, MemoryLayout<Int64>.size))
        let section = try caller.object(
            sectionHandle, as: Section.self, needing: .sectionExtendSize)
        guard section.attributes.contains(.file), size <= Int64(section.segment.size) else {
            throw .sectionNotExtended
        }
        try caller.process.write(Int64(section.segment.size), to: newSectionSize)
        return .success
    }
}

extension SectionAttributes {
    /// What NtCreateSection may be asked for. `.invalidParameter6`, `.privilegeNotHeld` (large pages).
    init(checking rawValue: UInt32) throws(NTStatus) {
        self.init(rawValue: rawValue)
        let known: SectionAttributes = [.image, .reserve, .commit, .noCache, .largePages]
        let kinds = intersection([.image, .reserve, .commit])
        guard isSubset(of: known), kinds.rawValue.nonzeroBitCount == 1 else {
            throw .invalidParameter6
        }
        guard !contains(.largePages) else { throw .privilegeNotHeld }
    }
}

extension ImageInformation {
    /// SECTION_IMAGE_INFORMATION.
    var answer: SECTION_IMAGE_INFORMATION {
        var answer = SECTION_IMAGE_INFORMATION()
        answer.TransferAddress = preferredBase + entryPoint
        answer.MaximumStackSize = stackReserve
        answer.CommittedStackSize = stackCommit
        answer.SubSystemType = UInt32(subsystem)
        answer.SubSystemMajorVersion = subsystemVersion.major
        answer.SubSystemMinorVersion = subsystemVersion.minor
        answer.MajorOperatingSystemVersion = operatingSystemVersion.major
        answer.MinorOperatingSystemVersion = operatingSystemVersion.minor
        answer.ImageCharacteristics = characteristics
        answer.DllCharacteristics = dllCharacteristics
        answer.Machine = machine
        answer.ImageContainsCode = containsCode ? 1 : 0
        answer.LoaderFlags = loaderFlags
        answer.ImageFileSize = fileSize
        answer.CheckSum = checkSum
        return answer
    }
}
