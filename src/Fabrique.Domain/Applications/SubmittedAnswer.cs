using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

/// <summary>What a submitted application answers, one row for each thing that can be looked for; see <see cref="AnswerLine"/>. Written whole, when it is submitted and when it is corrected.</summary>
public sealed class SubmittedAnswer
{
    public const int KeyLength = (2 * Form.KeyLength) + 1;
    public const int TextLength = 4000;

    private SubmittedAnswer()
    {
    }

    public Guid ApplicationId { get; private init; }

    public string Key { get; private init; } = "";

    public int Rank { get; private init; }

    public string Text { get; private init; } = "";

    public double? Number { get; private init; }

    public DateOnly? Day { get; private init; }

    /// <summary>What an application answers.</summary>
    public static IEnumerable<SubmittedAnswer> Of(Application application) => application.Form.Tabulate(application.Answers).Select(line => new SubmittedAnswer
    {
        ApplicationId = application.Id,
        Key = line.Key,
        Rank = line.Rank,
        Text = Texts.Clip(line.Text, TextLength),
        Number = line.Number,
        Day = line.Day,
    });
}
