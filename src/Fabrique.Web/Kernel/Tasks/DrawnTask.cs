namespace Fabrique.Web.Kernel.Tasks;

/// <summary>« Tâche » that an administrator drew, with its own instructions, form and outcomes.</summary>
public static class DrawnTask
{
    public const string Code = "Task";
}
