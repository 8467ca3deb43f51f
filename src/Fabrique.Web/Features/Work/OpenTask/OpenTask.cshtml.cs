using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.OpenTask;

/// <summary>What a task is about, and where to read it.</summary>
/// <param name="Kind">In French.</param>
/// <param name="Name">Reference or name.</param>
/// <param name="Href">Null when the reader may not open it.</param>
public sealed record TaskTopic(string Kind, string Name, string? Href);

/// <summary>
/// The stable address of any task, written in mails. A task that an administrator drew is done here; any other leads to the page of its kind.
/// </summary>
[Authorize(Policies.SignedIn)]
public sealed class OpenTaskModel(FabriqueDbContext db, TaskLoader tasks, TaskKinds kinds, SubjectTypes subjects, SubjectNames names, CompleteTaskHandler handler, Actor actor) : TaskFormPage(tasks, DrawnTask.Code)
{
    private readonly TaskLoader tasks = tasks;

    /// <summary>What was typed, by key. Named: a form without questions would otherwise have its other fields taken for answers.</summary>
    [BindProperty(Name = FormFields.Prefix)]
    public Dictionary<string, string?> Answers { get; set; } = [];

    [BindProperty]
    [Display(Name = "Issue")]
    [Required(ErrorMessage = "Choisissez l’issue de la tâche.")]
    public string? Outcome { get; set; }

    [BindProperty]
    [Display(Name = "Commentaire", Description = "Lu par l’équipe de la Fabrique.")]
    [TextLength(WorkItem.CommentLength)]
    public string? Comment { get; set; }

    public FormFields Fields => new(Item.Form, FormAnswers.None);

    /// <summary>The instructions as HTML without anything active.</summary>
    public string Instructions { get; private set; } = "";

    public TaskTopic? Topic { get; private set; }

    /// <summary>Who did it; null as long as nobody has.</summary>
    public string? DoneBy { get; private set; }

    /// <summary>Whether a module of this host brings such tasks.</summary>
    public bool IsKnown => kinds[Item.Kind].IsKnown;

    public override string? WhyClosed => base.WhyClosed ?? (IsKnown
        ? null
        : "Cette tâche vient d’une partie de l’application qui n’est plus installée : elle ne peut pas être faite ici. Dites-le à l’administration.");

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if ((await (await tasks.MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == Id, cancellationToken) ?? await tasks.FindHandedOnAsync(Id, isAnswered: false, cancellationToken)) is { Kind: not DrawnTask.Code } other)
        {
            return kinds[other.Kind] is { IsKnown: true } kind ? LocalRedirect(kind.Page(other.Id)) : await ShowUnknownAsync(other, cancellationToken);
        }

        var shown = await base.OnGetAsync(cancellationToken);
        return shown is NotFoundResult && await WasAskedAsync(cancellationToken) ? LocalRedirect(TaskLinks.NoLongerMine) : shown;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var answers = FormAnswers.None;
        if (Item.MayBeCompleted() is null)
        {
            answers = ModelState.ReadForm(Item.Form, Answers, complete: true);
            CheckOutcome();
        }

        return await SubmitAsync(
            token => handler.HandleAsync(new CompleteTask { TaskId = Id, Outcome = Outcome!, Comment = Texts.Lines(Comment), Answers = answers }, token),
            () =>
            {
                TempData.Confirm("La tâche est faite, merci. La procédure continue.");
                return LocalRedirect(TaskLinks.MySpace);
            },
            cancellationToken);
    }

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Instructions = new MarkdownBody(Item.Instructions).ToHtml();
        Topic = await FindTopicAsync(Item, cancellationToken);
        DoneBy = await tasks.NameDoerAsync(Item, cancellationToken);
    }

    // They hold a mail that leads here: that the task is not for them any more tells them nothing else.
    private Task<bool> WasAskedAsync(CancellationToken cancellationToken)
    {
        var reader = actor.Id;
        return db.OutgoingMails.AnyAsync(mail => mail.TaskId == Id && mail.RecipientId == reader && mail.Family == MessageFamily.Request, cancellationToken);
    }

    private async Task<IActionResult> ShowUnknownAsync(WorkItem other, CancellationToken cancellationToken)
    {
        Item = other;
        await LoadSubjectAsync(cancellationToken);
        return Page();
    }

    private void CheckOutcome()
    {
        if (Outcome is { Length: > 0 } && !Item.Outcomes.Contains(Outcome, StringComparer.Ordinal))
        {
            ModelState.AddModelError(nameof(Outcome), "Choisissez l’issue de la tâche dans la liste.");
        }
    }

    private async Task<TaskTopic?> FindTopicAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (item.SubjectKind == Subject.Procedure)
        {
            return null;
        }

        var name = await names.FindAsync(item.Subject, cancellationToken);
        return name is null
            ? new TaskTopic(subjects.Find(item.SubjectKind)?.Label ?? item.SubjectKind, item.SubjectId.ToString("D"), null)
            : new TaskTopic(subjects.Find(item.SubjectKind)!.Label, name.Name, await subjects.MayReadAsync(db, actor, item.Subject, cancellationToken) ? name.Href : null);
    }
}
