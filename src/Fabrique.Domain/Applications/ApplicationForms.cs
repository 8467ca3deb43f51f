using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

/// <summary>The forms of applications. Any of them has the question <see cref="Title"/>: it names the application in lists.</summary>
public static class ApplicationForms
{
    public const string Code = "candidature";
    public const string Title = "title";
    public const string Problem = "problem";
    public const string Solution = "solution";
    public const string FirstUsers = "first-users";

    public const string Opinion = "opinion";
    public const string CallBack = "call-back";
    public const string GuideRead = "guide-read";
    public const string Sharing = "sharing";

    private const int TextLength = 3000;

    private static readonly FormField[] Idea =
    [
        new FormField(Title, "Titre de votre idée", FieldKind.Text)
        {
            Hint = "Un nom, puis l’idée en une ligne. Par exemple : « Ombrelle – repérer les lieux invivables en canicule ».",
            IsRequired = true,
            MaximumLength = Application.TitleLength,
            WhenMissing = "Donnez un titre à votre idée.",
        },
        new FormField(Problem, "Le problème", FieldKind.LongText)
        {
            Hint = "Qui le rencontre, combien de fois, ce qu’il coûte : donnez des chiffres, même approximatifs.",
            IsRequired = true,
            MaximumLength = TextLength,
            Lines = 6,
            WhenMissing = "Décrivez le problème.",
        },
        new FormField(Solution, "La solution envisagée", FieldKind.LongText)
        {
            Hint = "Ce que le service numérique ferait, le plus simplement possible.",
            IsRequired = true,
            MaximumLength = TextLength,
            Lines = 6,
            WhenMissing = "Décrivez la solution envisagée.",
        },
        new FormField(FirstUsers, "Les premiers usagers et partenaires", FieldKind.LongText)
        {
            Hint = "Les personnes ou les services avec qui vous commenceriez.",
            IsRequired = true,
            MaximumLength = TextLength,
            Lines = 4,
            WhenMissing = "Nommez les premiers usagers et partenaires.",
        },
    ];

    /// <summary>What the product brings, by version: a call that has no form of its own asks the last, and what was answered to another stays read by it.</summary>
    private static readonly Form[] Shipped =
    [
        new(Code, 1, Idea),
        new(Code, 2,
        [
            new FormField("idea", "Votre idée", FieldKind.Section),
            .. Idea,
            new FormField("last", "Pour finir", FieldKind.Section),
            new FormField(Opinion, "Un avis, une remarque, une question", FieldKind.LongText) { MaximumLength = TextLength, Lines = 3 },
            new FormField(CallBack, "Rappelez-moi avant d’étudier ma candidature", FieldKind.Checkbox),
            new FormField(GuideRead, "J’ai lu la présentation de l’appel", FieldKind.Checkbox),
            new FormField(Sharing, "J’accepte que mon idée soit partagée avec les services du ministère", FieldKind.Checkbox),
        ]),
    ];

    /// <summary>The form of a call that has none of its own: what beta.gouv.fr asks in its calls.</summary>
    public static Form Default => Shipped[^1];

    /// <summary>What the form of any call asks, however it is made.</summary>
    public static IReadOnlyList<FormRequirement> Requirements { get; } = [new(Title, FieldKind.Text, Application.TitleLength)];

    /// <summary>The form that such answers were given to, when it is one that the product brings.</summary>
    public static Form Of(FormAnswers answers) => Shipped.FirstOrDefault(answers.AreTo) ?? Default;

    /// <summary>Answers to the default form.</summary>
    public static FormAnswers Fill(string title, string problem, string solution, string firstUsers) =>
        Default.Fill(new(Title, title), new(Problem, problem), new(Solution, solution), new(FirstUsers, firstUsers));
}
