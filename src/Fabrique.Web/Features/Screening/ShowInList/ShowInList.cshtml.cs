using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Screening.Columns;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.ShowInList;

/// <summary>A label, and whether the application bears it.</summary>
public sealed record LabelChoice(ScreeningMark Mark, bool IsPut);

/// <summary>One application beside the list that it was opened from: what it says, what is awaited, who sees to it, and the next one.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ShowInListModel(
    FabriqueDbContext db, ApplicationLoader loader, OpinionReader opinions, ScreeningList screening, ScreeningFrames frames, TaskKinds kinds, MarkApplicationHandler mark, AssignApplicationHandler assign, ChooseColumnsHandler choose, Actor actor,
    TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    [Display(Name = "Ajouter une étiquette")]
    public Guid? LabelId { get; set; }

    /// <summary>A person, or « personne ».</summary>
    [BindProperty]
    public string? Assignee { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public string Call { get; private set; } = "";

    public string? AssigneeName { get; private set; }

    public Guid? AssigneeId { get; private set; }

    public IReadOnlyList<LabelChoice> Labels { get; private set; } = [];

    public IReadOnlyList<ScreeningPerson> Team { get; private set; } = [];

    public IReadOnlyList<ScreeningWait> Waits { get; private set; } = [];

    public IReadOnlyList<OpinionLine> Opinions { get; private set; } = [];

    /// <summary>Those who did not answer in time.</summary>
    public IReadOnlyList<SilentDirection> Silent { get; private set; } = [];

    /// <summary>Null when it is not in the list of the address.</summary>
    public ScreeningPlace? Place { get; private set; }

    public bool HasKeys { get; private set; } = true;

    public DateOnly Today { get; private set; }

    /// <summary>Filters, order and view of the list.</summary>
    public string Query { get; private set; } = "";

    public bool MayAct => actor.MayScreen();

    public Guid ActorId => actor.Id;

    public Refusal? WhyNotAssign => ScreeningFiles.MayBeAssigned(Application);

    public IEnumerable<DsfrOption> People => [.. Team.Select(person => new DsfrOption(person.Id.ToString("D"), person.Name)), new DsfrOption(ScreeningFilter.Nobody, "Personne")];

    public string Here => ScreeningLinks.Show(Application.Reference, Query, Place?.Rank);

    public string Handler(string name) => $"{Here}{(Here.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={name}";

    public string Href(ScreeningNeighbour other) => ScreeningLinks.Show(other.Reference, Query, other.Rank);

    /// <summary>Where the reader does what is awaited; null when it is not theirs to do.</summary>
    public string? TaskHref(ScreeningWait wait) => wait.PersonId == actor.Id || (wait.Role is { } role && actor.IsInRole(role)) ? kinds[wait.Kind].Page(wait.TaskId) : null;

    public string TaskLabel(ScreeningWait wait) => kinds[wait.Kind].Action;

    /// <summary>Whether it is the reader’s own: what is close to it is then not for them.</summary>
    public bool IsMine => Application.IsOwnCaseOf(actor.Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        // References are quoted as people type them.
        if (Reference.ToUpperInvariant() is var quoted && quoted != Reference)
        {
            return LocalRedirectPermanent(ScreeningLinks.Show(quoted) + Request.QueryString);
        }

        return await ShowAsync(cancellationToken);
    }

    public Task<IActionResult> OnPostPutAsync(CancellationToken cancellationToken)
    {
        if (LabelId is null)
        {
            ModelState.Remove(nameof(LabelId));
            ModelState.AddModelError(nameof(LabelId), "Choisissez une étiquette dans la liste.");
        }

        return ActAsync(token => mark.HandleAsync(new MarkApplication(Application.Id, LabelId!.Value, IsPut: true), token), "L’étiquette est mise.", cancellationToken);
    }

    public Task<IActionResult> OnPostTakeOffAsync(CancellationToken cancellationToken) => ActAsync(token => mark.HandleAsync(new MarkApplication(Application.Id, LabelId ?? Guid.Empty, IsPut: false), token), "L’étiquette est retirée.", cancellationToken);

    public Task<IActionResult> OnPostTakeAsync(CancellationToken cancellationToken) => ActAsync(token => assign.HandleAsync(new AssignApplication(Application.Id, actor.Id), token), "Vous suivez cette candidature.", cancellationToken);

    public Task<IActionResult> OnPostAssignAsync(CancellationToken cancellationToken)
    {
        Guid? person = Guid.TryParse(Assignee, out var id) ? id : null;
        if (person is null && Assignee != ScreeningFilter.Nobody)
        {
            ModelState.AddModelError(nameof(Assignee), "Choisissez une personne dans la liste.");
        }

        return ActAsync(token => assign.HandleAsync(new AssignApplication(Application.Id, person), token), "Le suivi est enregistré.", cancellationToken);
    }

    /// <summary>Turns the keys off or on, for whoever reads.</summary>
    public Task<IActionResult> OnPostKeysAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => choose.HandleAsync(new ChooseColumns(null, !HasKeys), token),
        () => LocalRedirect(Here),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var application = await loader.FindReadableAsync(Reference, cancellationToken);
        if (application is null || application.SubmittedAt is null)
        {
            return false;
        }

        Application = application;
        var now = clock.GetUtcNow().UtcDateTime;
        Today = ParisTime.DayOf(now);
        var me = actor.Id;
        var around = await db.StaffMembers
            .Where(person => person.Id == application.ApplicantId)
            .Select(person => new
            {
                person.FullName,
                person.Unit,
                Call = db.Calls.Where(call => call.Id == application.CallId).Select(call => call.Title).Single(),
                AssigneeId = db.ScreeningFiles.Where(file => file.Id == application.Id).Select(file => file.AssigneeId).SingleOrDefault(),
                Assignee = db.ScreeningFiles.Where(file => file.Id == application.Id).Join(db.StaffMembers, file => file.AssigneeId, other => other.Id, (file, other) => other.FullName).SingleOrDefault(),
                HasKeys = db.ScreeningDesks.Where(desk => desk.Id == me).Select(desk => (bool?)desk.HasKeys).SingleOrDefault(),
            })
            .SingleAsync(cancellationToken);
        (Applicant, Call, AssigneeId, AssigneeName, HasKeys) = ($"{around.FullName} ({around.Unit})", around.Call, around.AssigneeId, around.Assignee, around.HasKeys ?? true);
        Team = MayAct ? await frames.TeamAsync(cancellationToken) : [];
        Labels = [.. (await db.ScreeningLabels
            .Select(label => new LabelChoice(new ScreeningMark(label.Id, label.Name, label.Colour), db.AppliedLabels.Any(applied => applied.LabelId == label.Id && applied.ApplicationId == application.Id)))
            .ToListAsync(cancellationToken)).OrderBy(label => label.Mark.Name, FrenchCulture.Names)];
        Waits = [.. (await screening.WaitsAsync([application.Id], cancellationToken))[application.Id]];
        Opinions = await opinions.ReadAsync(application, cancellationToken);
        Silent = [.. (await SilentDirections.ReadAsync(db, application, cancellationToken)).Where(silent => !silent.IsAwaited)];
        await LocateAsync(application.Id, cancellationToken);
        return true;
    }

    private async Task LocateAsync(Guid id, CancellationToken cancellationToken)
    {
        var (filter, order) = (ScreeningFilter.Read(Request.Query), ScreeningOrder.Read(Request.Query[ListAddress.Order]));
        var pairs = filter.Write().ToList();
        if (order != ScreeningOrder.First)
        {
            pairs.Add(KeyValuePair.Create(ListAddress.Order, order.ToString()));
        }

        if (Request.Query[ScreeningFrame.ViewKey] is [{ } view, ..] && (view == ScreeningFrame.Whole || Guid.TryParse(view, out _)))
        {
            pairs.Add(KeyValuePair.Create(ScreeningFrame.ViewKey, view));
        }

        Query = string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        Place = await screening.LocateAsync(filter, order, id, int.TryParse(Request.Query["rang"], NumberStyles.None, CultureInfo.InvariantCulture, out var rank) ? rank : null, cancellationToken);
    }

    private async Task<IActionResult> ActAsync(Func<CancellationToken, Task<Outcome>> act, string done, CancellationToken cancellationToken) => !MayAct ? Forbid() : await SubmitAsync(
        act,
        () =>
        {
            TempData.Confirm(done);
            return LocalRedirect(Here);
        },
        cancellationToken);
}
