namespace Fabrique.Domain.Forms;

/// <summary>Something answered, as it can be looked for.</summary>
/// <param name="Key">Of the question; that of a repeated question follows that of its block: <c>usagers.nom</c>.</param>
/// <param name="Rank">From 0, among what was answered to the question.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Number">Of a number or an indicator; 1 and 0 for yes and no; null otherwise.</param>
/// <param name="Day">Of a date; null otherwise.</param>
public sealed record AnswerLine(string Key, int Rank, string Text, double? Number, DateOnly? Day)
{
    internal static IEnumerable<AnswerLine> Of(FormField field, FormValue value) => value switch
    {
        ChoicesValue { Keys: var keys } => keys.Select((key, rank) => new AnswerLine(field.Key, rank, field.Choices.FirstOrDefault(choice => choice.Key == key)?.Label ?? key, null, null)),
        FilesValue { Files: var files } => files.Select((file, rank) => new AnswerLine(field.Key, rank, file.Name, null, null)),
        RowsValue { Rows: var rows } => rows
            .SelectMany(row => field.Fields.Where(inner => row[inner.Key] is not null).SelectMany(inner => Of(inner, row[inner.Key]!)))
            .GroupBy(line => line.Key, StringComparer.Ordinal)
            .SelectMany(same => same.Select((line, rank) => line with { Key = $"{field.Key}.{line.Key}", Rank = rank })),
        _ => [new AnswerLine(field.Key, 0, field.Kind.Show(field, value) ?? "", NumberOf(value), (value as DateValue)?.Day)],
    };

    private static double? NumberOf(FormValue value) => value switch
    {
        NumberValue { Number: var number } => (double)number,
        IndicatorValue { Number: var number } => (double)number,
        TickValue { IsTicked: var isTicked } => isTicked ? 1 : 0,
        _ => null,
    };
}
