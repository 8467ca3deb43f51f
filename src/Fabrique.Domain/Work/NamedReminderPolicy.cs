using Fabrique.Domain.People;

namespace Fabrique.Domain.Work;

/// <summary>
/// « Politique de relance » that has a name: drawings choose it, and what is asked under it follows its changes. Its name never changes, since drawings hold it.
/// </summary>
public sealed class NamedReminderPolicy : IAggregate
{
    public const int NameLength = 60;
    public const int TextLength = 200;

    /// <summary>The longest wait before an escalation, in working days.</summary>
    public const int MostDays = 60;

    private NamedReminderPolicy()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>As drawings write it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>As <see cref="ReminderText"/> reads it: « J-7, J-2, J+1 ouvré ».</summary>
    public string Text { get; private set; } = "";

    /// <summary>
    /// Who is told when the task is not done, as drawings name them: one of <see cref="AppRoles"/>, the code of a part that one person plays in what the task is about,
    /// or somebody’s e-mail address. Null when nobody is.
    /// </summary>
    public string? EscalatesTo { get; private set; }

    /// <summary>How many working days after the last day they are told; null when nobody is.</summary>
    public int? EscalatesAfter { get; private set; }

    public int Version { get; private set; }

    /// <summary>What it says.</summary>
    public ReminderPolicy Policy => ReminderText.Read(Text, out var policy) is null ? policy : ReminderPolicy.None;

    /// <summary>« J-7, J-2 ; 3 jours ouvrés après, prévenir l’équipe de la Fabrique ».</summary>
    /// <param name="nameOf">How what <see cref="EscalatesTo"/> holds is named to people.</param>
    public string Tell(Func<string, string> nameOf) => $"{(Text.Length == 0 ? "aucune relance" : Text)}{(EscalatesTo is null ? "" : $"\u00a0; {Late(EscalatesAfter!.Value)} après, prévenir {nameOf(EscalatesTo)}")}";

    /// <summary>Why a name cannot be given; null when it can.</summary>
    public static Refusal? MayBeNamed(string name) => name.Length is 0 or > NameLength
        ? new Refusal("policy-name", $"Donnez un nom de 1 à {NameLength} caractères.")
        : null;

    /// <summary>Why it cannot say so; null when it can.</summary>
    /// <param name="text">See <see cref="Text"/>.</param>
    /// <param name="escalatesTo">See <see cref="EscalatesTo"/>; whether it names anybody is not looked at.</param>
    /// <param name="escalatesAfter">See <see cref="EscalatesAfter"/>.</param>
    public static Refusal? MaySay(string text, string? escalatesTo, int? escalatesAfter)
    {
        if (text.Length > TextLength)
        {
            return new Refusal("policy-too-long", $"Les relances dépassent {TextLength} caractères : gardez-en moins.");
        }

        if (ReminderText.Read(text, out _) is { } unreadable)
        {
            return new Refusal("policy-unreadable", $"{char.ToUpperInvariant(unreadable[0])}{unreadable[1..]}.");
        }

        if (escalatesTo is null != escalatesAfter is null)
        {
            return new Refusal("policy-half-escalation", "Dites à la fois qui prévenir en cas de retard, et après combien de jours ouvrés ; ou ni l’un ni l’autre.");
        }

        return escalatesTo is { Length: 0 or > StaffMember.EmailLength } ? new Refusal("policy-told", "Choisissez dans la liste qui prévenir, ou nommez une personne.")
            : escalatesAfter is < 1 or > MostDays ? new Refusal("policy-days", $"Le retard se compte de 1 à {MostDays} jours ouvrés.")
            : null;
    }

    public static NamedReminderPolicy Create(Guid id, string name, string text, string? escalatesTo, int? escalatesAfter)
    {
        BrokenRuleException.ThrowIf(MayBeNamed(name));
        var policy = new NamedReminderPolicy { Id = id, Name = name };
        policy.Say(text, escalatesTo, escalatesAfter);
        return policy;
    }

    public void Say(string text, string? escalatesTo, int? escalatesAfter)
    {
        BrokenRuleException.ThrowIf(MaySay(text, escalatesTo, escalatesAfter));
        (Text, EscalatesTo, EscalatesAfter) = (text, escalatesTo, escalatesAfter);
    }

    /// <summary>Who is told of a task that is not done, and when; null when nobody is.</summary>
    /// <param name="dueAt">Its last instant, UTC.</param>
    /// <param name="told">Whom <see cref="EscalatesTo"/> names for this task; null when it names nobody.</param>
    public Escalation? Escalate(DateTime dueAt, Assignee? told) => told is { } to && EscalatesAfter is { } days ? Escalation.After(dueAt, days, to) : null;

    private static string Late(int days) => days == 1 ? "1 jour ouvré" : $"{days} jours ouvrés";
}
