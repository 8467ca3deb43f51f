using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows.Api;

namespace Fabrique.Web.Platform.Studio;

/// <summary>What the inputs of our activities may be given, as the person who draws reads it: our roles, messages, reminders and dates.</summary>
internal sealed class PickLists(MessageRenderer renderer, MessageCatalog messages) : IActivityOptions
{
    private static readonly SelectOption[] Reminders =
    [
        new("Aucune relance", ""),
        new("La veille, puis deux jours après (J-1, J+2)", "J-1, J+2"),
        new("Deux jours avant, puis le jour même (J-2, J)", "J-2, J"),
        new("Cinq et deux jours avant, puis le jour même (J-5, J-2, J)", "J-5, J-2, J"),
        new("Une semaine et deux jours avant, puis trois jours après (J-7, J-2, J+3)", "J-7, J-2, J+3"),
        new("Quinze jours, une semaine et la veille, puis trois jours après (J-15, J-7, J-1, J+3)", "J-15, J-7, J-1, J+3"),
    ];

    private static readonly SelectOption[] Destinations =
    [
        new("La personne qui porte la candidature", Recipients.Applicant),
        new("L’équipe du produit", Recipients.ProductTeam),
        new("L’équipe de la Fabrique", Recipients.Team),
        new("Les directions de l’appel", Recipients.Jurors),
    ];

    private static readonly SelectOption[] Dates =
    [
        new("L’ouverture de l’appel", WaitForDate.CallOpening),
        new("La clôture de l’appel", WaitForDate.CallClosing),
        new("La fin du cycle de six mois", WaitForDate.CycleEnd),
    ];

    public ValueTask<IReadOnlyList<SelectOption>?> GetOptionsAsync(string activityType, string inputName, CancellationToken cancellationToken) =>
        new(OurActivities.IsOurs(activityType) ? Of(inputName) : null);

    private SelectOption[]? Of(string input) => input switch
    {
        "Reminders" => Reminders,
        "Message" => [.. messages.All.Select(message => new SelectOption($"{renderer.RenderSample(message.Key).Subject} ({message.Key})", message.Key))],
        "Recipients" => Destinations,
        "Date" => Dates,
        "Assignee" => People(),
        "EscalateTo" => [new SelectOption("Personne", ""), .. People()],
        _ => null,
    };

    private static SelectOption[] People() => [.. TaskAssignees.Known.Select(known => new SelectOption(known.Label, known.Name))];
}
