using RetentionTags.Data;
using RetentionTags.Models.Linear;
using RetentionTags.Tests.Support;

namespace RetentionTags.Tests.Models.Calibration;

/// <summary>The score that models.md section 9.4 calibrates: sigmoid(1.5 logit q + 0.5) of the out-of-fold probabilities q of a ridge regression (L2 = 1 on raw columns, fold = row mod 5).</summary>
internal sealed class SpoiledTelco
{
    private SpoiledTelco(double[] outOfFold, bool[] events)
    {
        (OutOfFold, Events) = (outOfFold, events);
        Scores = [.. outOfFold.Select(q => 1 / (1 + Math.Exp(-((1.5 * Math.Log(q / (1 - q))) + 0.5))))];
    }

    public double[] OutOfFold { get; }

    public double[] Scores { get; }

    public bool[] Events { get; }

    public static SpoiledTelco Make()
    {
        TrainingSet data = RealData.TelcoDesign();
        var recipe = new LogisticRegression { L2 = 1, PenaltyScale = PenaltyScale.Raw };
        var outOfFold = new double[data.RowCount];
        for (int fold = 0; fold < 5; fold++)
        {
            int[] inside = [.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 == fold)];
            LogisticModel model = recipe.Fit(data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 != fold)]));
            double[] own = model.Score(data.Table.Rows(inside));
            for (int i = 0; i < own.Length; i++)
                outOfFold[inside[i]] = own[i];
        }

        return new(outOfFold, data.Events.ToArray());
    }
}
