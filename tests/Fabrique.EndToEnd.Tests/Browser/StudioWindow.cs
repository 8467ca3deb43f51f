using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>Elsa Studio as a person uses it: by what is seen, with the mouse and the keyboard. Nothing is told to it from below.</summary>
public sealed class StudioWindow(Visitor visitor)
{
    private const string List = "/administration/circuits";
    private const string SavePath = "/elsa/api/workflow-definitions";

    private bool savesByItself = true;

    private IPage Page => visitor.Page;

    private ILocator Region => Page.Locator("#studio");

    public ILocator Canvas => Region.Locator(".x6-graph-svg");

    public ILocator Nodes => Region.Locator(".x6-node");

    public ILocator Edges => Region.Locator(".x6-edge");

    public ILocator Rows => Region.Locator("tbody tr:has(td:nth-child(3))");

    public ILocator PublishButton => Region.Locator(".mud-button-group-root .mud-icon-button.mud-primary-text");

    /// <summary>What frames the step that is selected.</summary>
    public ILocator Selected => Region.Locator(".x6-widget-selection-box");

    /// <summary>The containers that were opened, from the whole drawing on.</summary>
    public ILocator Crumbs => Region.Locator(".mud-breadcrumbs li.mud-breadcrumb-item");

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    public ILocator Input(string label) => Field(label).Locator("input:visible, textarea:visible").First;

    public ILocator Dialog => Page.Locator(".mud-dialog");

    public ILocator Notice(string kind) => Page.Locator($"#studio-notices [data-kind={kind}]");

    public ILocator Snack(string text) => Page.Locator(".mud-snackbar", new() { HasText = text });

    public async Task OpenListAsync()
    {
        await visitor.GoAsync(List);
        await Rows.First.WaitForAsync();
    }

    public async Task OpenAsync(string definitionId)
    {
        await visitor.GoAsync($"{List}/{definitionId}");
        await Nodes.First.WaitForAsync();
    }

    /// <summary>Waits until Studio shows what it loads: a list or a drawing.</summary>
    public Task LoadedAsync() => Rows.Or(Nodes).First.WaitForAsync();

    public Task ReadyAsync() => Region.Locator(".elsa-toolbar-icon").WaitForAsync();

    /// <summary>
    /// Turns off what Studio saves by itself. On a slow server it takes the answer to one save for the drawing, and forgets what was typed since: who has much to
    /// type saves once.
    /// </summary>
    public async Task SaveOnceAsync()
    {
        await Region.GetByText("Auto-save").ClickAsync();
        savesByItself = false;
    }

    /// <summary>Types what Studio must not save yet, and waits until it says that it holds something unsaved.</summary>
    public async Task TypeUnsavedAsync(string label, string value)
    {
        await SaveOnceAsync();
        await TypeAsync(label, value);
        await Region.Locator(".elsa-toolbar-icon .mud-theme-warning").WaitForAsync();
    }

    public Task SaveAsync() => Region.Locator(".elsa-toolbar-icon button").ClickAsync();

    public ILocator Node(string text) => Region.Locator(".x6-node", new() { HasText = text });

    /// <summary>Opens a category of the toolbox, and drops an activity of it where the canvas says.</summary>
    public Task DropAsync(string category, string activity, int x, int y) => SavingAsync(() => DragAsync(category, activity, x, y));

    /// <summary>The same, without waiting for a save.</summary>
    public async Task DragAsync(string category, string activity, int x, int y)
    {
        var count = await Nodes.CountAsync();
        var item = Region.Locator("[draggable=true]:visible", new() { HasText = activity }).First;
        if (!await item.IsVisibleAsync())
        {
            await Region.Locator(".mud-expand-panel-header", new() { HasText = category }).ClickAsync();
        }

        await item.WaitForAsync();
        await item.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y } });
        await Assertions.Expect(Nodes).ToHaveCountAsync(count + 1);
    }

    /// <summary>Points at the line between two steps, then at the cross that it shows.</summary>
    public async Task DisconnectAsync(string from, string port, string to)
    {
        var count = await Edges.CountAsync();
        var (fromX, fromY) = await CentreAsync(Port(from, port));
        var (toX, toY) = await CentreAsync(Port(to, "In"));
        await Page.Mouse.MoveAsync(fromX + ((toX - fromX) * 0.7f), fromY + ((toY - fromY) * 0.7f));
        await Page.Mouse.MoveAsync(fromX + ((toX - fromX) * 0.72f), fromY + ((toY - fromY) * 0.72f));
        var (x, y) = await CentreAsync(Region.Locator("[data-tool-name=button-remove] circle").First);
        await SavingAsync(() => Page.Mouse.ClickAsync(x, y));
        await Assertions.Expect(Edges).ToHaveCountAsync(count - 1);
    }

    /// <summary>Draws a line from an outcome of a step to another step. What is selected is unselected first: it would move in place of the line.</summary>
    public async Task ConnectAsync(string from, string port, string to)
    {
        var count = await Edges.CountAsync();
        await UnselectAsync();
        var (fromX, fromY) = await CentreAsync(Port(from, port));
        var (toX, toY) = await CentreAsync(Port(to, "In"));
        await Page.Mouse.MoveAsync(fromX, fromY);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((fromX + toX) / 2, (fromY + toY) / 2, new() { Steps = 8 });
        await Page.Mouse.MoveAsync(toX, toY, new() { Steps = 8 });
        await SavingAsync(() => Page.Mouse.UpAsync());
        await Assertions.Expect(Edges).ToHaveCountAsync(count + 1);
    }

    public Task FillAsync(string label, string value) => SavingAsync(() => TypeAsync(label, value), value);

    /// <summary>The same, without waiting for a save.</summary>
    public async Task TypeAsync(string label, string value)
    {
        await Input(label).FillAsync(value);
        await Page.Keyboard.PressAsync("Tab");
    }

    public Task AddAsync(string label, string value) => SavingAsync(
        async () =>
        {
            await Field(label).Locator("input:visible").First.FillAsync(value);
            await Page.Keyboard.PressAsync("Enter");
        },
        value);

    /// <summary>Chooses how an input is given: as a text, as code, or as something that is declared.</summary>
    public async Task ChooseSyntaxAsync(string label, string syntax)
    {
        await Field(label).Locator("xpath=following::div[contains(@class, 'mud-menu')][1]//button").First.ClickAsync();
        await SavingAsync(() => ChooseInMenuAsync(syntax));
    }

    /// <summary>Writes an input as code, in the language that is chosen for it.</summary>
    public async Task CodeAsync(string label, string syntax, string code)
    {
        await ChooseSyntaxAsync(label, syntax);
        await SavingAsync(
            async () =>
            {
                await Region.Locator(".monaco-editor:visible").First.ClickAsync();
                await Page.Keyboard.PressAsync("Control+A");
                await Page.Keyboard.TypeAsync(code);
            },
            code);
    }

    public async Task ChooseAsync(string label, string option)
    {
        await Field(label).Locator("div.mud-input-slot[tabindex='0']").First.ClickAsync();
        await SavingAsync(() => Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync());
    }

    /// <summary>Declares a variable, an input or an output of the procedure.</summary>
    public async Task DeclareAsync(string button, string name)
    {
        await Region.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        // The dialog proposes a name, and would write it over what is typed before.
        var input = Dialog.Locator(".mud-input-control", new() { HasText = "name of the " }).Locator("input").First;
        await Assertions.Expect(input).Not.ToHaveValueAsync("");
        await input.FillAsync(name);
        await Page.Keyboard.PressAsync("Tab");
        await SavingAsync(AgreeAsync, name);
    }

    public async Task PublishAsync()
    {
        await Page.RunAndWaitForResponseAsync(() => PublishButton.ClickAsync(), response => IsSave(response.Request) && response.Ok && Holds(response.Request.PostData!, "\"publish\":true"));
        await Snack("Workflow published").WaitForAsync();
    }

    public Task RunAsync() => Region.Locator(".mud-icon-button.mud-success-text").ClickAsync();

    public async Task OpenMenuAsync(string item)
    {
        await Region.Locator(".mud-menu-icon-button-activator").First.ClickAsync();
        await ChooseInMenuAsync(item);
    }

    public Task ChooseInMenuAsync(string item) => Page.Locator(".mud-popover-open").GetByText(item, new() { Exact = true }).ClickAsync();

    public async Task OpenRowMenuAsync(ILocator row, string item)
    {
        await row.Locator("button").Last.ClickAsync();
        await ChooseInMenuAsync(item);
    }

    /// <summary>Brings files as « Import » of the list asks for them.</summary>
    public async Task ImportAsync(params FilePayload[] files)
    {
        await Region.Locator(".mud-button-group-root .mud-menu button").First.ClickAsync();
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => ChooseInMenuAsync("Import"));
        await chooser.SetFilesAsync(files);
    }

    /// <summary>Leaves in the list what holds a text: it shows few rows at a time.</summary>
    public Task SearchAsync(string text) => Region.Locator("input[placeholder^='Search on']").FillAsync(text);

    public Task CheckAsync(string row) => Row(row).Locator("input[type=checkbox]").First.CheckAsync();

    public async Task ActOnCheckedAsync(string action)
    {
        await Region.GetByRole(AriaRole.Button, new() { Name = "Bulk actions" }).ClickAsync();
        await ChooseInMenuAsync(action);
        await AgreeAsync();
    }

    /// <summary>Stores a definition without drawing it: what is looked at is what comes after.</summary>
    public async Task StoreAsync(string definition)
    {
        var status = await Page.EvaluateAsync<int>(
            "body => fetch('/elsa/api/workflow-definitions/import', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).then(answer => answer.status)",
            definition);
        Assert.Equal(200, status);
    }

    /// <summary>Starts an instance of what is stored, without looking at it.</summary>
    public async Task StartAsync(string definitionId)
    {
        var status = await Page.EvaluateAsync<int>(
            "id => fetch(`/elsa/api/workflow-definitions/${id}/dispatch`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{\"versionOptions\":\"Latest\"}' }).then(answer => answer.status)",
            definitionId);
        Assert.Equal(200, status);
    }

    /// <summary>Adds a choice to a filter of a list.</summary>
    public async Task FilterAsync(string label, string option)
    {
        await Region.Locator(".mud-input-control", new() { HasText = label }).First.ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Page.Keyboard.PressAsync("Escape");
    }

    /// <summary>The last button of a dialog is the one that does what was asked.</summary>
    public Task AgreeAsync() => Dialog.Locator(".mud-dialog-actions button").Last.ClickAsync();

    public Task OpenTabAsync(string name) => Region.Locator(".mud-tab", new() { HasTextRegex = new Regex($"^\\s*{name}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) }).First.DispatchEventAsync("click");

    /// <summary>
    /// Does what Studio saves by itself, and waits until it has read again what it may draw: it then redraws its fields, and what was typed meanwhile is lost.
    /// </summary>
    /// <param name="act">What a person does.</param>
    /// <param name="value">A text that the save must hold: another save may be on its way.</param>
    public async Task SavingAsync(Func<Task> act, string value = "")
    {
        if (!savesByItself)
        {
            await act();
            return;
        }

        var settled = Task.CompletedTask;
        await Page.RunAndWaitForResponseAsync(act, response =>
        {
            if (!IsSave(response.Request) || !Holds(response.Request.PostData!, value))
            {
                return false;
            }

            settled = Page.WaitForResponseAsync(answer => IsRefresh(answer.Request));
            return true;
        });
        await settled;
    }

    private static bool IsRefresh(IRequest request) => request.Url.Contains("/elsa/api/descriptors/activities?", StringComparison.Ordinal);

    // Studio escapes what is not ASCII.
    private static bool Holds(string json, string value) => JsonNode.Parse(json)!.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Contains(value, StringComparison.Ordinal);

    public static bool IsSave(IRequest request) => request.Method == "POST" && new Uri(request.Url).AbsolutePath == SavePath;

    public Task UnselectAsync() => Canvas.ClickAsync(new() { Position = new() { X = 5, Y = 5 } });

    private ILocator Field(string label) => Region.Locator(".mud-input-control", new() { Has = Page.Locator("legend", new() { HasTextRegex = new Regex($"^{Regex.Escape(label)}\\*?$", RegexOptions.None, TimeSpan.FromSeconds(1)) }) }).First;

    private ILocator Port(string node, string port) => Node(node).Locator($".x6-port-body[port='{port}']");

    private static async Task<(float X, float Y)> CentreAsync(ILocator locator)
    {
        var box = await locator.BoundingBoxAsync() ?? throw new InvalidOperationException("What is pointed at is not seen.");
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
