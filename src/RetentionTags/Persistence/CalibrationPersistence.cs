using RetentionTags.Models.Calibration;

namespace RetentionTags.Persistence;

/// <summary>Saves and loads calibrations of every kind.</summary>
public static class CalibrationPersistence
{
    private const string Kind = "calibration";
    private const int Version = 1;

    extension(CalibrationModel model)
    {
        /// <summary>Writes the calibration as JSON. The stream stays open.</summary>
        /// <param name="destination">Where to write.</param>
        public void Save(Stream destination)
        {
            ArgumentNullException.ThrowIfNull(model);
            Artefact.Write(destination, Kind, Version, CalibrationDocument.Of(model), ArtefactContext.Default.CalibrationDocument);
        }

        /// <summary>Reads a calibration that was saved. It is of the same kind, and the same as the one saved, to the bit.</summary>
        /// <param name="source">Where to read from, to its end. The stream stays open.</param>
        /// <returns>The calibration.</returns>
        /// <exception cref="InvalidDataException">The source holds something else, is damaged, or was written by a newer version.</exception>
        public static CalibrationModel Load(Stream source) =>
            Artefact.Read(source, Kind, Version, ArtefactContext.Default.CalibrationDocument, document => document.ToModel());
    }
}
