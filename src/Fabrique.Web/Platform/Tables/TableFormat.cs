namespace Fabrique.Web.Platform.Tables;

/// <summary>A form in which a table is taken away.</summary>
/// <param name="Code">Stable: rows hold it.</param>
/// <param name="Label">What people choose.</param>
/// <param name="Hint">For whom it is.</param>
/// <param name="Extension">Of the file.</param>
/// <param name="MediaType">Of the file.</param>
/// <param name="MostLines">Lines that it may hold, its header apart; null when nothing bounds them.</param>
public sealed record TableFormat(string Code, string Label, string Hint, string Extension, string MediaType, int? MostLines = null)
{
    // Of a sheet, with its header: 1,048,576.
    private const int MostOfSheet = 1_048_575;

    public static TableFormat Xlsx { get; } = new(
        "xlsx", "Classeur Excel (XLSX)", "Les dates et les nombres se trient et se calculent.", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MostOfSheet);

    public static TableFormat Ods { get; } = new(
        "ods", "Classeur LibreOffice (ODS)", "Le même, au format ouvert.", "ods", "application/vnd.oasis.opendocument.spreadsheet", MostOfSheet);

    public static TableFormat FrenchCsv { get; } = new(
        "csv-fr", "CSV français", "Points-virgules, décimales à virgule, dates jour/mois/année\u00a0: s’ouvre d’un double-clic dans Excel en français.", "csv", "text/csv");

    public static TableFormat Csv { get; } = new(
        "csv", "CSV international", "Virgules, décimales à point, dates ISO 8601\u00a0: pour les programmes.", "csv", "text/csv");

    public static IReadOnlyList<TableFormat> All { get; } = [Xlsx, Ods, FrenchCsv, Csv];

    /// <summary>Null when there is none of this code.</summary>
    public static TableFormat? Find(string? code) => All.FirstOrDefault(format => format.Code == code);
}
