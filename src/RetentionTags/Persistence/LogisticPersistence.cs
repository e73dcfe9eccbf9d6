using RetentionTags.Models.Linear;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="LogisticModel"/>.</summary>
public static class LogisticPersistence
{
    private const string Kind = "logistic-regression";
    private const int Version = 2;

    extension(LogisticModel model)
    {
        /// <summary>Writes the logistic regression as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, LogisticDocument.Of(model), ArtefactContext.Default.LogisticDocument);
        }

        /// <summary>Reads a logistic regression that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The logistic regression.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static LogisticModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.LogisticDocument, document => document.ToModel());
    }
}
