using RetentionTags.Selection;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads <see cref="SelectionModel"/>.</summary>
public static class SelectionPersistence
{
    private const string Kind = "selection";
    private const int Version = 1;

    extension(SelectionModel model)
    {
        /// <summary>Writes the whole audit as JSON: recipe, columns kept and dropped with reasons and numbers, stages, findings, bins. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, SelectionDocument.Of(model) with { Binning = BinningDocument.Of(model.Binning) }, ArtefactContext.Default.SelectionDocument);
        }

        /// <summary>Reads an audit that was saved. It is the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The selection.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static SelectionModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.SelectionDocument, document => document.ToModel());
    }
}
