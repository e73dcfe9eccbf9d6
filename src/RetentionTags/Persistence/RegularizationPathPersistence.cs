using RetentionTags.Models.Linear;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="RegularizationPathModel"/>.</summary>
public static class RegularizationPathPersistence
{
    private const string Kind = "regularization-path";
    private const int Version = 1;

    extension(RegularizationPathModel model)
    {
        /// <summary>Writes the whole path as JSON: recipe, every λ with its coefficients and deviances, the chosen regression, findings. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, RegularizationPathDocument.Of(model), ArtefactContext.Default.RegularizationPathDocument);
        }

        /// <summary>Reads a path that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The path.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static RegularizationPathModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.RegularizationPathDocument, document => document.ToModel());
    }
}
