using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.CommentTask;

/// <summary>« Échanges » about a task, between those who see to it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class CommentTaskModel(TaskLoader tasks, TaskKinds kinds, TaskStories stories, CommentTaskHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Votre commentaire", Description = "Lu par les personnes qui s’occupent de cette tâche, jamais par la personne dont c’est le dossier.")]
    [Required(ErrorMessage = "Écrivez votre commentaire.")]
    [TextLength(TaskComment.TextLength)]
    public string? Text { get; set; }

    public WorkItem Item { get; private set; } = null!;

    public TaskStory Story { get; private set; } = null!;

    public string TaskHref => kinds[Item.Kind].Page(Item.Id);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new CommentTask { TaskId = Id, Text = Texts.Lines(Text) }, token),
        () =>
        {
            TempData.Confirm("Votre commentaire est enregistré : les personnes qui s’occupent de cette tâche le liront.");
            return LocalRedirect(TaskLinks.Comment(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if ((await (await tasks.MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == Id, cancellationToken)
            ?? await tasks.FindHandedOnAsync(Id, isAnswered: HttpMethods.IsPost(Request.Method), cancellationToken)) is not { } item)
        {
            return false;
        }

        Item = item;
        Story = await stories.ReadAsync(item, cancellationToken);
        return true;
    }
}
