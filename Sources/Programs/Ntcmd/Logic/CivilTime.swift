/// A moment as a calendar shows it, from NT's count of 100 ns since 1601-01-01 (UTC).
struct CivilTime: Equatable {
    let year: Int, month: Int, day: Int
    let hour: Int, minute: Int, second: Int
    /// 0 = Sunday.
    let weekday: Int

    init(ntTime: Int64) {
        let seconds = Int(ntTime / 10_000_000)
        let days = seconds / 86400
        second = seconds % 60
        minute = seconds / 60 % 60
        hour = seconds / 3600 % 24
        weekday = (days + 1) % 7  // 1601-01-01 was a Monday

        // 1601 begins a 400-year cycle of 146,097 days, which makes the leap rule plain division.
        var rest = days % 146_097
        var year = 1601 + days / 146_097 * 400
        let centuries = min(rest / 36_524, 3)
        rest -= centuries * 36_524
        let fours = rest / 1461
        rest -= fours * 1461
        let years = min(rest / 365, 3)
        rest -= years * 365
        year += centuries * 100 + fours * 4 + years

        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month = 0
        while rest >= lengths[month] {
            rest -= lengths[month]
            month += 1
        }
        self.year = year
        self.month = month + 1
        day = rest + 1
    }

    var date: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }
    var time: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))" }

    var weekdayName: String {
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][weekday]
    }
}
