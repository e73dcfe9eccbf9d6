using RetentionTags.Cleaning;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="CleaningModel"/>.</summary>
public static class CleaningPersistence
{
    private const string Kind = "cleaning";
    private const int Version = 1;

    extension(CleaningModel model)
    {
        /// <summary>Writes the cleaning as JSON, with its report on the training rows. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, CleaningDocument.Of(model), ArtefactContext.Default.CleaningDocument);
        }

        /// <summary>Reads a cleaning that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The cleaning.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static CleaningModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.CleaningDocument, document => document.ToModel());
    }
}
