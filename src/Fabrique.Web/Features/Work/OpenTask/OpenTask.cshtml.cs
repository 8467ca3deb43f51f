using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Products;
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
public sealed class OpenTaskModel(FabriqueDbContext db, TaskLoader tasks, CompleteTaskHandler handler, Actor actor) : TaskFormPage(tasks, WorkItemKind.Task)
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

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await tasks.Mine().SingleOrDefaultAsync(item => item.Id == Id, cancellationToken) is { Kind: not WorkItemKind.Task } other)
        {
            return LocalRedirect(TaskLinks.Page(other.Kind, other.Id));
        }

        return await base.OnGetAsync(cancellationToken);
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
            token => handler.HandleAsync(new CompleteTask { TaskId = Id, Outcome = Outcome!, Comment = Text.Normalise(Comment), Answers = answers }, token),
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
        DoneBy = Item.CompletedById is { } id
            ? await db.StaffMembers.Where(person => person.Id == id).Select(person => person.FullName).SingleAsync(cancellationToken)
            : null;
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
        var isReader = actor.IsStaff || item.AssigneeId == actor.Id;
        switch (item.SubjectKind)
        {
            case SubjectKind.Application:
                var application = await db.Applications.SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
                return new TaskTopic("Candidature", $"{application.Reference} – {application.Title}", isReader ? ApplicationLinks.Show(application.Reference) : null);
            case SubjectKind.Product:
                var product = await db.Products.SingleAsync(product => product.Id == item.SubjectId, cancellationToken);
                return new TaskTopic("Produit", product.Name, ProductLinks.Show(product.Ghid));
            case SubjectKind.Call:
                var call = await db.Calls.SingleAsync(call => call.Id == item.SubjectId, cancellationToken);
                return new TaskTopic("Appel à candidatures", call.Title, CallLinks.Show(call.Slug));
            default:
                return null;
        }
    }
}
