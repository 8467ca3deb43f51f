using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Assign;

/// <summary>The team has applications drawn among those who assess, as equally as can be.</summary>
/// <param name="PanelId">In which jury.</param>
/// <param name="ReviewersPerItem">How many each application has in the end.</param>
/// <param name="Seed">From which it is drawn, and recorded with what it gave.</param>
/// <param name="AbsentId">Whose applications, not assessed yet, go to others; null for nobody.</param>
public sealed record DrawAssignments(Guid PanelId, int ReviewersPerItem, long Seed, Guid? AbsentId = null)
{
    /// <summary>Whether an application that bears the label of a competence has somebody who has it.</summary>
    public bool ByCompetence { get; init; }

    /// <summary>Whether nobody assesses what comes from their own direction.</summary>
    public bool AcrossDirections { get; init; }
}

public sealed class DrawAssignmentsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, ScoringReader scoring, PanelStory story, DrawConstraints constraints, TimeProvider clock) : Handler<DrawAssignments>(runner)
{
    public const int MostReviewers = 20;

    protected override async Task<Outcome> ActAsync(DrawAssignments input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } refusal)
        {
            return refusal;
        }

        if (input.ReviewersPerItem is < 1 or > MostReviewers)
        {
            return new Refusal("assignment-per-item", $"Chaque candidature a de 1 à {MostReviewers} évaluateurs.");
        }

        var now = clock.GetUtcNow();
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, now.UtcDateTime).InForce;
        var people = await reader.ReadPeopleAsync(panel, items.SelectMany(item => item.CoApplicants.Prepend(item.ApplicantId)), cancellationToken);
        var hints = await reader.ReadHintsAsync(panel, items, recusals, people, cancellationToken);
        var kept = await db.Assignments.Where(assignment => assignment.PanelId == panel.Id && assignment.WithdrawnAt == null).ToListAsync(cancellationToken);
        List<PanelMember> reviewers = [.. panel.MembersOn(reader.Today).Where(member => member.Capacity is Capacity.Voting or Capacity.Advisory)];
        var asked = input.ByCompetence ? await constraints.ReadCompetencesAsync(items, reviewers, cancellationToken) : new Dictionary<Guid, IReadOnlyList<string>>();
        var excluded = hints.Select(hint => new Pairing(hint.Item.Subject, hint.Person.Id)).ToHashSet();
        if (input.AcrossDirections)
        {
            excluded.UnionWith(await constraints.FindSameDirectionAsync(items, reviewers, people, cancellationToken));
        }

        var request = new DrawRequest(
            [.. items.Select(item => new DrawnItem(item.Subject, item.Reference, asked.ContainsKey(item.Id) ? item.Reference : null))],
            [.. reviewers.Select(member => new DrawnReviewer(member.PersonId, DrawConstraints.KnownBy(member, items, asked)))],
            input.ReviewersPerItem,
            recusals,
            excluded,
            kept.Where(assignment => !recusals.Excludes(assignment.ReviewerId, assignment.Item)).Select(assignment => new Pairing(assignment.Item, assignment.ReviewerId)).ToHashSet());
        var drawn = input.AbsentId is { } absent
            ? AssignmentDraw.Rebalance(request, absent, await AssessedAsync(panel, absent, cancellationToken), input.Seed)
            : AssignmentDraw.Draw(request, input.Seed);
        if (!drawn.IsDone)
        {
            return drawn.Refusal;
        }

        if (drawn.Value.Added.Count == 0 && drawn.Value.Withdrawn.Count == 0)
        {
            return new Refusal("assignment-nothing-to-draw", "Chaque candidature a déjà ses évaluateurs : rien n’a été tiré au sort.");
        }

        foreach (var pairing in drawn.Value.Withdrawn)
        {
            kept.Find(assignment => assignment.Item == pairing.Item && assignment.ReviewerId == pairing.ReviewerId)?.Withdraw("Absence : confiée à quelqu’un d’autre.", now.UtcDateTime);
        }

        db.Assignments.AddRange(drawn.Value.Added.Select(pairing => Assignment.Make(Guid.CreateVersion7(now), panel.Id, pairing.Item, pairing.ReviewerId, input.Seed, actor.Id, now.UtcDateTime)));
        story.Tell(panel, $"Les candidatures sont réparties par tirage au sort, graine {input.Seed}{(input.ByCompetence ? ", par compétence" : "")}{(input.AcrossDirections ? ", jamais dans la même direction" : "")} : {(drawn.Value.Added.Count == 1 ? "une évaluation demandée" : $"{drawn.Value.Added.Count} évaluations demandées")}.");
        return Outcome.Done;
    }

    private async Task<IReadOnlySet<Subject>> AssessedAsync(Panel panel, Guid absent, CancellationToken cancellationToken)
    {
        if (await scoring.FindGridAsync(panel.Id, cancellationToken) is not { } grid)
        {
            return new HashSet<Subject>();
        }

        var given = await db.Assessments.Where(assessment => assessment.GridId == grid.Id && assessment.ReviewerId == absent && assessment.SubmittedAt != null).ToListAsync(cancellationToken);
        return given.Select(assessment => assessment.Item).ToHashSet();
    }
}

/// <summary>The team gives somebody an application to assess.</summary>
/// <param name="PanelId">In which jury.</param>
/// <param name="ItemId">Of the application.</param>
/// <param name="ReviewerId">To whom.</param>
public sealed record AssignByHand(Guid PanelId, Guid ItemId, Guid ReviewerId);

public sealed class AssignByHandHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, ScoringReader scoring, PanelStory story, TimeProvider clock) : Handler<AssignByHand>(runner)
{
    protected override async Task<Outcome> ActAsync(AssignByHand input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var now = clock.GetUtcNow();
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        if (items.FirstOrDefault(item => item.Id == input.ItemId) is not { } item)
        {
            return new Refusal("assignment-unknown-item", "Le jury n’examine pas cette candidature.");
        }

        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, now.UtcDateTime).InForce;
        if (Assignment.MayBeMade(panel, item.Subject, input.ReviewerId, recusals, await scoring.ReadAssignmentsAsync(panel.Id, cancellationToken), reader.Today) is { } refusal)
        {
            return refusal;
        }

        db.Assignments.Add(Assignment.Make(Guid.CreateVersion7(now), panel.Id, item.Subject, input.ReviewerId, seed: null, actor.Id, now.UtcDateTime));
        var name = await db.StaffMembers.Where(person => person.Id == input.ReviewerId).Select(person => person.FullName).SingleAsync(cancellationToken);
        story.Tell(panel, $"{item.Reference} est confiée à {name}.");
        return Outcome.Done;
    }
}
