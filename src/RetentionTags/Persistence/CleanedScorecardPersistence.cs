using RetentionTags.Cleaning;
using RetentionTags.Scoring;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads a scorecard with the cleaning that its rows go through first.</summary>
public static class CleanedScorecardPersistence
{
    private const string Kind = "cleaned-scorecard";
    private const int Version = 2;

    extension(CleanedModel<Scorecard> model)
    {
        /// <summary>Writes cleaning and scorecard as one JSON artefact. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, new(CleaningDocument.Of(model.Cleaning), ScorecardDocument.Of(model.Model)), ArtefactContext.Default.CleanedScorecardDocument);
        }

        /// <summary>Reads a scorecard with its cleaning. Both are the same as those saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The scorecard with its cleaning.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static CleanedModel<Scorecard> Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.CleanedScorecardDocument, document => new CleanedModel<Scorecard>(document.Cleaning.ToModel(), document.Scorecard.ToModel()));
    }
}
