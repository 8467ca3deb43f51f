using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Products;

/// <summary>What is asked of people about a product.</summary>
public static class ProductTasks
{
    /// <summary>Naming a product's coach and developer.</summary>
    public const string TeamNaming = "TeamNaming";

    /// <summary>« Jalon »: renew a product's cycle, or stop.</summary>
    public const string Checkpoint = "Checkpoint";

    public static IReadOnlyList<TaskKind> All { get; } =
    [
        new TaskKind(TeamNaming, "Équipe à nommer", "la composition de l’équipe, à la charge", "/equipe") { Action = "Nommer l’équipe" },
        new TaskKind(Checkpoint, "Jalon", "la décision du jalon, à la charge", "/jalon") { Action = "Tenir le jalon" },
    ];
}
