using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>Whom and what a simulation is about.</summary>
/// <param name="Kind">The kind of subject; what the definition’s activities say when null.</param>
/// <param name="Applicant">Name of whoever carries the idea; the part that they play when null.</param>
/// <param name="Facts">What exists and is taken over, of the same kind; an invented subject when null.</param>
public sealed record SimulationCast(SubjectKind? Kind = null, string? Applicant = null, SubjectFacts? Facts = null);

/// <summary>
/// What a simulated procedure is about: an invented call, application or product, or the copy of one that exists, as it stands on the day when such a procedure
/// starts.
/// </summary>
internal static class SimulatedSubject
{
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeOnly Closing = new(18, 0);

    /// <summary>What the activities of a definition are about; null when none of them says.</summary>
    public static SubjectKind? KindOf(WorkflowDocument document)
    {
        var votes = Activities(document.Root).Select(Vote).OfType<SubjectKind>().ToHashSet();

        // A task for whoever applies leaves it open; without any other hint it is about an application.
        if (votes.Count == 0 && Activities(document.Root).Any(activity => activity["type"]?.ToString() == DoTask.TypeName && Literal(activity, "assignee") == TaskAssignees.Applicant))
        {
            return SubjectKind.Application;
        }

        // A procedure that goes from an application to its product is about the application.
        return votes.Contains(SubjectKind.Application) ? SubjectKind.Application : votes.Contains(SubjectKind.Call) ? SubjectKind.Call : votes.Count > 0 ? SubjectKind.Product : null;
    }

    /// <summary>Adds the people, and the subject with what it rests on.</summary>
    public static Subject? Add(FabriqueDbContext db, SubjectKind? kind, DateTimeOffset now, SimulationCast cast)
    {
        db.StaffMembers.AddRange(SimulatedPeople.Of(cast).Select(person => person.Register()));
        return kind switch
        {
            SubjectKind.Call => new Subject(SubjectKind.Call, AddCall(db, now, opensInDays: 7).Id),
            SubjectKind.Application => new Subject(SubjectKind.Application, (cast.Facts is { Application: { } application, Call: { } call } ? CopyApplication(db, now, application, call, cast) : AddApplication(db, now)).Id),
            SubjectKind.Product => new Subject(SubjectKind.Product, AddProduct(db, now, cast.Facts?.Product).Id),
            _ => null,
        };
    }

    /// <summary>A call of thirty days, with a draft in it that is not yet submitted when it closes.</summary>
    private static CallForApplications AddCall(FabriqueDbContext db, DateTimeOffset now, int opensInDays)
    {
        var opening = ParisTime.DayOf(now.UtcDateTime).AddDays(opensInDays);
        var call = CallForApplications.Draft(
            Guid.CreateVersion7(now),
            "appel-simule",
            "Appel simulé",
            "Simulation",
            "Un appel inventé pour la simulation.",
            ParisTime.ToUtc(opening, Opening),
            ParisTime.ToUtc(opening.AddDays(30), Closing),
            places: 5);
        call.AddJuror(SimulatedPeople.FirstDirector.Id);
        call.AddJuror(SimulatedPeople.SecondDirector.Id);
        call.Schedule();
        db.Calls.Add(call);
        db.Applications.Add(Draft(call, now, "S-0001", "Brouillon simulé – une idée pas encore déposée"));
        return call;
    }

    private static Application AddApplication(FabriqueDbContext db, DateTimeOffset now)
    {
        var call = AddCall(db, now, opensInDays: -7);
        call.Open();
        var application = Draft(call, now, "S-0002", "Idée simulée – un service à inventer");
        application.Submit(SimulatedPeople.Applicant.Id, call, now.UtcDateTime);
        db.Applications.Add(application);
        return application;
    }

    /// <summary>The application as it was submitted: neither what was said of it since nor what was decided comes along.</summary>
    private static Application CopyApplication(FabriqueDbContext db, DateTimeOffset now, Application original, CallForApplications originalCall, SimulationCast cast)
    {
        var call = CallForApplications.Draft(
            originalCall.Id, originalCall.Slug, originalCall.Title, originalCall.Theme, originalCall.Presentation, originalCall.OpensAt, originalCall.ClosesAt, originalCall.Places);
        foreach (var director in SimulatedPeople.DirectorsOf(cast))
        {
            call.AddJuror(director.Id);
        }

        call.Schedule();
        call.Open();
        if (now.UtcDateTime >= call.ClosesAt)
        {
            call.Close();
        }

        db.Calls.Add(call);
        var application = Application.StartDraft(original.Id, original.Reference, call.Id, SimulatedPeople.Applicant.Id, original.Answers, original.CreatedAt);

        // The dates of a call may have been moved after the application came in.
        var submittedAt = original.SubmittedAt is { } instant && call.MayReceive(instant) is null ? instant : call.OpensAt;
        application.Submit(SimulatedPeople.Applicant.Id, call, submittedAt);
        db.Applications.Add(application);
        return application;
    }

    private static Product AddProduct(FabriqueDbContext db, DateTimeOffset now, Product? original)
    {
        var product = Product.Launch(
            original?.Id ?? Guid.CreateVersion7(now),
            original?.Ghid ?? "produit-simule",
            original?.Name ?? "Produit simulé",
            original?.Pitch ?? "Un produit inventé pour la simulation",
            applicationId: null,
            SimulatedPeople.Applicant.Id,
            Guid.CreateVersion7(now),
            ParisTime.DayOf(now.UtcDateTime));
        db.Products.Add(product);
        return product;
    }

    private static Application Draft(CallForApplications call, DateTimeOffset now, string reference, string title) => Application.StartDraft(
        Guid.CreateVersion7(now),
        reference,
        call.Id,
        SimulatedPeople.Applicant.Id,
        ApplicationForms.Fill(title, "Un problème inventé.", "Une solution inventée.", "Des usagers inventés."),
        now.UtcDateTime);

    private static IEnumerable<JsonObject> Activities(JsonNode? node) => node switch
    {
        JsonObject json => (json["type"] is not null ? [json] : Enumerable.Empty<JsonObject>()).Concat(json.SelectMany(property => Activities(property.Value))),
        JsonArray array => array.SelectMany(Activities),
        _ => [],
    };

    private static SubjectKind? Vote(JsonObject activity) => activity["type"]?.ToString() switch
    {
        "Fabrique.OpenCall" or "Fabrique.CloseCall" or "Fabrique.RemindDrafts" => SubjectKind.Call,
        "Fabrique.CollectOpinions" or "Fabrique.DecideApplication" or "Fabrique.LaunchProduct" => SubjectKind.Application,
        "Fabrique.NameTeam" or "Fabrique.StartCycle" or "Fabrique.HoldCheckpoint" => SubjectKind.Product,
        DoTask.TypeName => Literal(activity, "assignee") is TaskAssignees.ProductCoach or TaskAssignees.ProductDeveloper ? SubjectKind.Product : null,
        "Fabrique.WaitForDate" => Literal(activity, "date") switch
        {
            WaitForDate.CallOpening or WaitForDate.CallClosing => SubjectKind.Call,
            WaitForDate.CycleEnd => SubjectKind.Product,
            _ => null,
        },
        "Fabrique.SendMessage" => Literal(activity, "message")?.Split('/')[0] switch
        {
            "appel" => SubjectKind.Call,
            "candidature" => SubjectKind.Application,
            "incubation" => SubjectKind.Product,
            _ => null,
        },
        _ => null,
    };

    private static string? Literal(JsonObject activity, string input) => ((activity[input] as JsonObject)?["expression"] as JsonObject)?["value"]?.ToString();
}
