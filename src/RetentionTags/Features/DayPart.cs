namespace RetentionTags.Features;

/// <summary>A part of the day by the clock, half-open: from 06:00 to 12:00 takes in 06:00 and not 12:00.</summary>
/// <param name="Name">What columns call it, such as <c>morning</c>.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; no later than it begins for a part that goes beyond midnight, so from 18:00 to 00:00 is the evening.</param>
/// <param name="ChineseName">What it is called in Chinese; <see langword="null"/> for <paramref name="Name"/>.</param>
public sealed record DayPart(string Name, TimeOnly From, TimeOnly To, string? ChineseName = null)
{
    /// <summary>Whether a clock that shows this time shows one of the part.</summary>
    internal bool Contains(TimeOnly clock) => From < To ? clock >= From && clock < To : clock >= From || clock < To;

    /// <summary>Checks that parts have names of their own and no time in common.</summary>
    internal static ValueList<DayPart> Checked(ValueList<DayPart> parts, string setting)
    {
        ArgumentNullException.ThrowIfNull(parts, setting);
        for (int i = 0; i < parts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(parts[i].Name))
                throw new ArgumentException(Invariant($"The part of the day from {parts[i].From:HH\\:mm} has no name."), setting);
            for (int j = 0; j < i; j++)
            {
                if (parts[i].Name == parts[j].Name)
                    throw new ArgumentException($"Two parts of the day are called '{parts[i].Name}'. Names are distinct.", setting);
                if (parts[i].Contains(parts[j].From) || parts[j].Contains(parts[i].From))
                    throw new ArgumentException(Invariant($"The parts of the day '{parts[j].Name}' ({parts[j].From:HH\\:mm} to {parts[j].To:HH\\:mm}) and '{parts[i].Name}' ({parts[i].From:HH\\:mm} to {parts[i].To:HH\\:mm}) overlap."), setting);
            }
        }

        return parts;
    }
}
