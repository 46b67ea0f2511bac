import NTABI

/// The date and time of the CMOS clock, as its registers hold it.
struct RealTimeClock: Equatable {
    /// The registers that make a time: seconds, minutes, hours, day, month, year, and status B.
    static let registers: [UInt8] = [0x00, 0x02, 0x04, 0x07, 0x08, 0x09, 0x0B]
    /// Register A, bit 7: an update is on its way, the others must not be read.
    static let updateRegister: UInt8 = 0x0A

    let year, month, day, hour, minute, second: Int

    /// Decodes the values of `registers`; nil if they are no date.
    init?(_ raw: [UInt8]) {
        let status = raw[6]
        let isBinary = status & 4 != 0
        let is24Hours = status & 2 != 0
        func number(_ byte: UInt8) -> Int { isBinary ? Int(byte) : Int(byte >> 4) * 10 + Int(byte & 15) }
        second = number(raw[0])
        minute = number(raw[1])
        var hour = number(is24Hours ? raw[2] : raw[2] & 0x7F)
        if !is24Hours { hour = hour % 12 + (raw[2] & 0x80 != 0 ? 12 : 0) }
        self.hour = hour
        day = number(raw[3])
        month = number(raw[4])
        // The clock keeps no century; it was made after 1980.
        let short = number(raw[5])
        year = short < 80 ? 2000 + short : 1900 + short
        guard second < 60, minute < 60, hour < 24, (1...31).contains(day), (1...12).contains(month), short < 100 else {
            return nil
        }
    }

    /// NT's time: 100 ns units since 1 January 1601. The clock is taken to run in UTC.
    var systemTime: Int64 {
        let seconds = Int64(daysSince1601) * 86400 + Int64(hour * 3600 + minute * 60 + second)
        return seconds * Int64(Clock.unitsPerSecond)
    }

    private var daysSince1601: Int {
        let years = year - 1601
        let days = years * 365 + years / 4 - years / 100 + years / 400
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return days + before + (isLeap && month > 2 ? 1 : 0) + day - 1
    }
}
