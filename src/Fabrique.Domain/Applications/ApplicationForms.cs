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

    private const int TextLength = 3000;

    /// <summary>The form of a call that has none of its own.</summary>
    public static Form Default { get; } = new(Code, 1,
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
    ]);

    /// <summary>Answers to the default form.</summary>
    public static FormAnswers Fill(string title, string problem, string solution, string firstUsers) =>
        Default.Fill(new(Title, title), new(Problem, problem), new(Solution, solution), new(FirstUsers, firstUsers));
}
