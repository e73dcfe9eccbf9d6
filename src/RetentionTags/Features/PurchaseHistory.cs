namespace RetentionTags.Features;

/// <summary>What one pass over an entity's observed events leaves behind.</summary>
/// <param name="FirstDay">Day number of the first purchase.</param>
/// <param name="LastDay">Day number of the last purchase.</param>
/// <param name="Purchases">Number of purchases, merged.</param>
/// <param name="FirstValue">Value of the first purchase.</param>
/// <param name="RepeatValue">Value of all later ones.</param>
internal readonly record struct PurchaseHistory(int FirstDay, int LastDay, int Purchases, double FirstValue, double RepeatValue)
{
    public static PurchaseHistory Of(Snapshot snapshot, int row, PurchaseUnit unit)
    {
        (int firstDay, int lastDay, int purchases) = (0, 0, 0);
        (double firstValue, double repeatValue) = (0, 0);
        Range observed = snapshot.Observed(row);
        for (int place = observed.Start.Value; place < observed.End.Value; place++)
        {
            if (!snapshot.Counts(place))
                continue;
            double amount = snapshot.Log.Amounts[place];
            if (amount >= 0)
            {
                int day = snapshot.Plan.DayOf(snapshot.Log.Times[place]).DayNumber;
                if (purchases == 0)
                    firstDay = day;
                if (purchases == 0 || unit == PurchaseUnit.Event || day > lastDay)
                    purchases++;
                lastDay = day;
            }

            if (purchases > 1)
                repeatValue += amount;
            else
                firstValue += amount;
        }

        return new(firstDay, lastDay, purchases, snapshot.OnPaper(firstValue), snapshot.OnPaper(repeatValue));
    }
}
