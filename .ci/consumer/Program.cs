using RetentionTags;
using RetentionTags.Data;
using RetentionTags.Evaluation;
using RetentionTags.Persistence;
using RetentionTags.Scoring;

double[] tenure = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 60))];
bool[] churned = [.. Enumerable.Range(0, 1000).Select(i => i * 7919 % 60 > i % 60)];
TrainingSet data = TrainingSet.Create(Table.Create(Column.Numeric("tenure_months", tenure)), churned);
Scorecard card = new ScorecardRecipe().Fit(data);

using var stream = new MemoryStream();
card.Save(stream);
stream.Position = 0;
Scorecard loaded = Scorecard.Load(stream);
if (!loaded.Score(data.Table).SequenceEqual(card.Score(data.Table)))
    return 1;

Console.WriteLine(FormattableString.Invariant($"The package works: AUC {BinaryEvaluation.Of(loaded.Score(data.Table), data.Events).Auc:F3}."));
return 0;
