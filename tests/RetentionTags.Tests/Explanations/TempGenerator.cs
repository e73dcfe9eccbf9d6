using RetentionTags.Data;
using RetentionTags.Explanations;
using RetentionTags.Persistence;
using RetentionTags.Scoring;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Explanations;

public class TempGenerator
{
    [Fact]
    public void Make()
    {
        TrainingSet data = SampleData.Customers(2000, missing: true);
        Scorecard card = new ScorecardRecipe { Points = new() { Range = new(0, 100), RoundTo = 1 } }.Fit(data.WithTable(data.Table.Select("usage", "plan")));
        card = card.WithBaseline(card.BaselineOf("first ten", data.Table.Rows([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))).WithReasons(new()
        {
            Reasons =
            [
                new("U", ["usage"], "usage {value} in {bin}", "用量 {value}（{bin}）") { Direction = ReasonDirection.Raises },
                new("P", ["plan"], "{column}: {bin}", "套餐：{bin}") { MinEffect = 0.1 },
                new("L", ["usage"], "low usage", "用量低") { Direction = ReasonDirection.Lowers },
            ],
            MinEffect = 0.01,
        });
        using (FileStream file = File.Create("/tmp/scorecard-v4.json"))
            card.Save(file);
        var lines = new List<string>();
        foreach (Cell[] row in (Cell[][])[[0.5, "yearly"], [Cell.Missing, Cell.Missing], [-2.0, "new"], [9.0, "trial"]])
        {
            foreach (ReasonCode code in card.Reasons(row))
                lines.Add(FormattableString.Invariant($"{row[0]} {row[1]} {card.Points(row)}: {code.Id} {code.LogOdds:R} {code.English} | {code.Chinese}"));
        }

        File.WriteAllLines("/tmp/scorecard-v4.txt", lines);
    }
}
