/// A moment as a calendar and a clock show it, from NT's count of 100 ns since 1 January 1601, a Monday: TIME_FIELDS.
public struct CalendarTime: Equatable, Sendable {
    public var year: Int64
    public var month: Int64
    public var day: Int64
    public var hour: Int64
    public var minute: Int64
    public var second: Int64
    public var milliseconds: Int64

    public init(
        year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64, milliseconds: Int64
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second, self.milliseconds) = (hour, minute, second, milliseconds)
    }

    /// `ntTime` is not negative.
    public init(ntTime: Int64) {
        let days = ntTime / Self.unitsPerDay
        let rest = ntTime % Self.unitsPerDay / Self.unitsPerMillisecond
        year = 1601 + days / 366
        while Self.daysBefore(year + 1) <= days { year += 1 }
        day = days - Self.daysBefore(year) + 1
        month = 1
        while day > Self.length(ofMonth: month, in: year) {
            day -= Self.length(ofMonth: month, in: year)
            month += 1
        }
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        milliseconds = rest % 1000
    }

    /// 0 is Sunday. The date exists.
    public var weekday: Int64 { (days + 1) % 7 }

    /// Nil for a date or a time of day that does not exist, and for years that NT does not count.
    public var ntTime: Int64? {
        guard (1601...30827).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, in: year)).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...59).contains(second), (0...999).contains(milliseconds)
        else { return nil }
        let ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
        return days * Self.unitsPerDay + ofDay * Self.unitsPerMillisecond
    }

    /// From 1 January 1601 to the date.
    private var days: Int64 {
        var days = Self.daysBefore(year) + day - 1
        for earlier in 1..<month { days += Self.length(ofMonth: earlier, in: year) }
        return days
    }

    private static let unitsPerMillisecond: Int64 = 10_000
    private static let unitsPerDay: Int64 = 864_000_000_000

    private static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1 January 1601 to 1 January of `year`.
    private static func daysBefore(_ year: Int64) -> Int64 {
        let years = year - 1601
        return years * 365 + years / 4 - years / 100 + years / 400
    }
}
