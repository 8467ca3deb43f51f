using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>
/// Elsa Studio as a person uses it: by what is seen, with the mouse and the keyboard. Nothing is told to it from below. Whenever it has read something, it draws again what
/// it has just drawn, and forgets what was opened, pointed at or typed meanwhile: what is not done then is done again.
/// </summary>
public sealed class StudioWindow(Visitor visitor)
{
    private const string List = "/administration/circuits";
    private const string SavePath = "/elsa/api/workflow-definitions";
    private const int MostAttempts = 6;

    // In milliseconds: longer than Studio takes to show what a click does, even on a busy machine. What comes later is met by the next attempt.
    private const float Redraw = 15_000;
    private const float Glance = 1_000;

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

    /// <summary>The newest of those that say it: an earlier one may still be seen.</summary>
    public ILocator Snack(string text) => Page.Locator(".mud-snackbar", new() { HasText = text }).Last;

    public async Task OpenListAsync()
    {
        await visitor.GoAsync(List);
        await Rows.First.WaitForAsync();
    }

    /// <summary>Opens a definition, and waits until its steps are drawn: all of them, unless the address leads to one among others.</summary>
    public async Task OpenAsync(string definitionId)
    {
        await visitor.GoAsync($"{List}/{definitionId}");
        await Nodes.First.WaitForAsync();
        if (!definitionId.Contains('?', StringComparison.Ordinal))
        {
            await DrawnAsync(definitionId);
        }
    }

    /// <summary>Waits until all the steps of a definition are drawn, and the lines between them: Studio draws one after the other.</summary>
    public async Task DrawnAsync(string definitionId)
    {
        await Assertions.Expect(Nodes).ToHaveCountAsync(await CountAsync(definitionId, "activities"));
        await Assertions.Expect(Edges).ToHaveCountAsync(await CountAsync(definitionId, "connections"));
    }

    /// <summary>How many steps the drawing of a stored definition has.</summary>
    public Task<int> CountStepsAsync(string definitionId) => CountAsync(definitionId, "activities");

    /// <summary>Leaves a list for what one of its rows is about.</summary>
    public Task OpenRowAsync(ILocator row, string address) => InsistAsync(
        () => row.First.Locator("td").Nth(2).ClickAsync(new() { Timeout = Redraw }),
        timeout => Page.WaitForURLAsync(address, new() { Timeout = timeout, WaitUntil = WaitUntilState.Commit }));

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
    public async Task DropAsync(string category, string activity, int x, int y)
    {
        var count = await Nodes.CountAsync();
        await SavingAsync(() => TryDragAsync(category, activity, x, y), comes: timeout => Assertions.Expect(Nodes).ToHaveCountAsync(count + 1, new() { Timeout = timeout }));
    }

    /// <summary>The same, without waiting for a save.</summary>
    public async Task DragAsync(string category, string activity, int x, int y)
    {
        var count = await Nodes.CountAsync();
        await InsistAsync(() => TryDragAsync(category, activity, x, y), timeout => Assertions.Expect(Nodes).ToHaveCountAsync(count + 1, new() { Timeout = timeout }));
    }

    private async Task TryDragAsync(string category, string activity, int x, int y)
    {
        var item = Region.Locator("[draggable=true]:visible", new() { HasText = activity }).First;
        if (!await item.IsVisibleAsync())
        {
            await Region.Locator(".mud-expand-panel-header", new() { HasText = category }).ClickAsync(new() { Timeout = Redraw });
        }

        await item.WaitForAsync(new() { Timeout = Redraw });
        await item.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y }, Timeout = Redraw });
    }

    /// <summary>Moves the drawing under the window by an empty place of it: what is drawn higher or further left comes into sight.</summary>
    public async Task PanAsync(float x, float y)
    {
        var box = await Canvas.BoundingBoxAsync() ?? throw new PlaywrightException("There is no drawing.");
        await Page.Mouse.MoveAsync(box.X + 200, box.Y + 110);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + 200 + (x / 2), box.Y + 110 + (y / 2), new() { Steps = 5 });
        await Page.Mouse.MoveAsync(box.X + 200 + x, box.Y + 110 + y, new() { Steps = 5 });
        await Page.Mouse.UpAsync();
    }

    /// <summary>Of the lines, the one that joins two points; and where it is, so far on its way.</summary>
    private const string PointOnLine = """
        (edges, [fromX, fromY, toX, toY, part]) => {
          const at = (path, length) => path.getPointAtLength(length).matrixTransform(path.getScreenCTM());
          const far = (point, x, y) => Math.hypot(point.x - x, point.y - y);
          const [line] = edges
            .flatMap((edge) => [...edge.querySelectorAll("path")])
            .filter((path) => path.getTotalLength() > 0)
            .map((path) => ({ path, away: far(at(path, 0), fromX, fromY) + far(at(path, path.getTotalLength()), toX, toY) }))
            .sort((one, other) => one.away - other.away);
          const point = at(line.path, line.path.getTotalLength() * part);
          return [point.x, point.y];
        }
        """;

    /// <summary>Points at the line between two steps, then at the cross that it shows.</summary>
    public async Task DisconnectAsync(string from, string port, string to)
    {
        var count = await Edges.CountAsync();
        await SavingAsync(
            async () =>
            {
                var (fromX, fromY) = await CentreAsync(Port(from, port));
                var (toX, toY) = await CentreAsync(Port(to, "In"));

                // The cross comes when the line is reached: not to who points at it already. The line is where it is drawn: it bends between steps of different heights.
                await Page.Mouse.MoveAsync(fromX, fromY);
                foreach (var part in (double[])[0.7, 0.72])
                {
                    var point = await Edges.EvaluateAllAsync<float[]>(PointOnLine, new double[] { fromX, fromY, toX, toY, part });
                    await Page.Mouse.MoveAsync(point[0], point[1]);
                }

                var (x, y) = await CentreAsync(Region.Locator("[data-tool-name=button-remove] circle").First);
                await Page.Mouse.ClickAsync(x, y);
            },
            comes: timeout => Assertions.Expect(Edges).ToHaveCountAsync(count - 1, new() { Timeout = timeout }));
    }

    /// <summary>Draws a line from an outcome of a step to another step. What is selected is unselected first: it would move in place of the line.</summary>
    public async Task ConnectAsync(string from, string port, string to)
    {
        var count = await Edges.CountAsync();
        await SavingAsync(
            async () =>
            {
                await UnselectAsync();
                var (fromX, fromY) = await CentreAsync(Port(from, port));
                var (toX, toY) = await CentreAsync(Port(to, "In"));
                await Page.Mouse.MoveAsync(fromX, fromY);
                await Page.Mouse.DownAsync();
                await Page.Mouse.MoveAsync((fromX + toX) / 2, (fromY + toY) / 2, new() { Steps = 8 });
                await Page.Mouse.MoveAsync(toX, toY, new() { Steps = 8 });
                await Page.Mouse.UpAsync();
            },
            comes: timeout => Assertions.Expect(Edges).ToHaveCountAsync(count + 1, new() { Timeout = timeout }));
    }

    public Task FillAsync(string label, string value) => SavingAsync(() => TypeOnceAsync(Input(label), value), value, timeout => HoldsAsync(Input(label), value, timeout));

    /// <summary>The same, without waiting for a save.</summary>
    public Task TypeAsync(string label, string value) => TypeAsync(Input(label), value);

    /// <summary>Adds a value to a list of them.</summary>
    public Task AddAsync(string label, string value) => SavingAsync(
        () => AddOnceAsync(label, value),
        value,
        timeout => Field(label).Locator(".mud-chip", new() { HasText = value }).First.WaitForAsync(new() { Timeout = timeout }));

    /// <summary>The same, without waiting for a save, which may be refused: until the value is there so many times.</summary>
    public Task AddUnsavedAsync(string label, string value, int times) => InsistAsync(
        () => AddOnceAsync(label, value),
        timeout => Field(label).Locator(".mud-chip", new() { HasText = value }).Nth(times - 1).WaitForAsync(new() { Timeout = timeout }));

    private async Task AddOnceAsync(string label, string value)
    {
        await Field(label).Locator("input:visible").First.FillAsync(value, new() { Timeout = Redraw });
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Chooses how an input is given: as a text, as code, or as something that is declared.</summary>
    public Task ChooseSyntaxAsync(string label, string syntax) =>
        SavingAsync(() => ChooseInMenuAsync(Field(label).Locator("xpath=following::div[contains(@class, 'mud-menu')][1]//button").First, syntax));

    /// <summary>Writes an input as code, in the language that is chosen for it.</summary>
    public async Task CodeAsync(string label, string syntax, string code)
    {
        await ChooseSyntaxAsync(label, syntax);
        var editor = Region.Locator(".monaco-editor:visible").First;
        await SavingAsync(
            async () =>
            {
                await editor.ClickAsync(new() { Timeout = Redraw });
                await Page.Keyboard.PressAsync("Control+A");
                await Page.Keyboard.TypeAsync(code);
            },
            code,
            timeout => Assertions.Expect(editor).ToContainTextAsync(code, new() { Timeout = timeout }));
    }

    public Task ChooseAsync(string label, string option) =>
        SavingAsync(() => ChooseAsync(Field(label).Locator("div.mud-input-slot[tabindex='0']").First, Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true })));

    /// <summary>Opens the dialog that makes a procedure, and names it.</summary>
    public async Task NameNewAsync(string name)
    {
        await InsistAsync(
            () => Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First.ClickAsync(new() { Timeout = Redraw }),
            timeout => Dialog.WaitForAsync(new() { Timeout = timeout }));
        await NameAsync(name);
    }

    /// <summary>Writes the name that the dialog asks for first. It proposes one, and would write it over what is typed before.</summary>
    public async Task NameAsync(string name)
    {
        var input = Dialog.Locator("input").First;
        await Assertions.Expect(input).Not.ToHaveValueAsync("");
        await TypeAsync(input, name);
    }

    /// <summary>Declares a variable, an input or an output of the procedure.</summary>
    public async Task DeclareAsync(string button, string name)
    {
        var input = Dialog.Locator(".mud-input-control", new() { HasText = "name of the " }).Locator("input").First;
        await InsistAsync(
            () => Region.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync(new() { Timeout = Redraw }),
            timeout => Assertions.Expect(input).Not.ToHaveValueAsync("", new() { Timeout = timeout }));
        await TypeAsync(input, name);
        await SavingAsync(AgreeAsync, name, timeout => Assertions.Expect(Dialog).ToHaveCountAsync(0, new() { Timeout = timeout }));
    }

    public async Task PublishAsync()
    {
        await Page.RunAndWaitForResponseAsync(() => PublishButton.ClickAsync(), response => IsSave(response.Request) && response.Ok && Holds(response.Request.PostData!, "\"publish\":true"));
        await Snack("Workflow published").WaitForAsync();
    }

    public Task RunAsync() => Region.Locator(".mud-icon-button.mud-success-text").ClickAsync();

    public Task OpenMenuAsync(string item) => ChooseInMenuAsync(Region.Locator(".mud-menu-icon-button-activator").First, item);

    public Task OpenRowMenuAsync(ILocator row, string item) => ChooseInMenuAsync(row.Locator("button").Last, item);

    /// <summary>Deletes what a row is about. A list that still shows it is read again, and what is still in it is deleted again.</summary>
    public async Task DeleteRowAsync(ILocator row)
    {
        var isFirst = true;
        await InsistAsync(
            async () =>
            {
                if (!isFirst)
                {
                    await Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
                    await Rows.First.WaitForAsync();
                }

                isFirst = false;
                if (await row.CountAsync() > 0)
                {
                    await OpenRowMenuAsync(row.First, "Delete");
                    await AgreeAsync();
                }
            },
            timeout => Assertions.Expect(row).ToHaveCountAsync(0, new() { Timeout = timeout }));
    }

    /// <summary>Brings files as « Import » of the list asks for them.</summary>
    public async Task ImportAsync(params FilePayload[] files)
    {
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => ChooseInMenuAsync(Region.Locator(".mud-button-group-root .mud-menu button").First, "Import"));
        await chooser.SetFilesAsync(files);
    }

    /// <summary>Leaves in the list what holds a text: it shows few rows at a time.</summary>
    public Task SearchAsync(string text) => Region.Locator("input[placeholder^='Search on']").FillAsync(text);

    /// <summary>Checks the first rows that hold a text, whatever their order.</summary>
    public Task CheckAsync(string row, int count = 1) => InsistAsync(
        async () =>
        {
            for (var index = 0; index < count; index++)
            {
                await Row(row).Nth(index).Locator("input[type=checkbox]").First.CheckAsync(new() { Timeout = Redraw });
            }
        },
        timeout => Assertions.Expect(Row(row).Locator("input[type=checkbox]:checked")).ToHaveCountAsync(count, new() { Timeout = timeout }));

    public async Task ActOnCheckedAsync(string action)
    {
        await ChooseInMenuAsync(Region.GetByRole(AriaRole.Button, new() { Name = "Bulk actions" }), action);
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
        await ChooseAsync(Region.Locator(".mud-input-control", new() { HasText = label }).First, Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }));
        await Page.Keyboard.PressAsync("Escape");
    }

    /// <summary>The last button of a dialog is the one that does what was asked.</summary>
    public Task AgreeAsync() => Dialog.Locator(".mud-dialog-actions button").Last.ClickAsync();

    /// <summary>Opens the first execution of a step that ended so. What is chosen may be forgotten while its executions are read: it is chosen again.</summary>
    public Task OpenExecutionAsync(string node, string status)
    {
        var execution = Region.Locator("tbody tr", new() { HasText = status }).First;
        return InsistAsync(
            async () =>
            {
                await UnselectAsync();
                await Node(node).ClickAsync(new() { Timeout = Redraw });
                await OpenTabAsync("Executions.*");
                await execution.ClickAsync(new() { Timeout = Redraw });
            });
    }

    public Task OpenTabAsync(string name)
    {
        var text = new Regex($"^\\s*{name}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        return InsistAsync(
            () => Region.Locator(".mud-tab", new() { HasTextRegex = text }).First.DispatchEventAsync("click", options: new() { Timeout = Redraw }),
            timeout => Region.Locator(".mud-tab-active", new() { HasTextRegex = text }).First.WaitForAsync(new() { Timeout = timeout }));
    }

    /// <summary>
    /// Does what Studio saves by itself, and waits until it has read again what it may draw: it then redraws its fields, and what was typed meanwhile is lost.
    /// </summary>
    /// <param name="act">What a person does.</param>
    /// <param name="value">A text that the save must hold: another save may be on its way.</param>
    /// <param name="comes">Waits at most so many milliseconds for what is then seen; what is no longer seen, and not saved, is done again. Null when it is done once, whatever comes of it.</param>
    public async Task SavingAsync(Func<Task> act, string value = "", Func<float, Task>? comes = null)
    {
        if (!savesByItself)
        {
            await (comes is null ? act() : InsistAsync(act, comes));
            return;
        }

        var saved = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Page.Response += Note;
        try
        {
            if (comes is null)
            {
                await act();
                await saved.Task.WaitAsync(TimeSpan.FromMilliseconds(Chromium.Patience));
            }
            else
            {
                await InsistAsync(act, async timeout =>
                {
                    await comes(timeout);
                    await saved.Task.WaitAsync(TimeSpan.FromMilliseconds(timeout));
                }, comes);
            }
        }
        finally
        {
            Page.Response -= Note;
        }

        await await saved.Task;

        void Note(object? sender, IResponse response)
        {
            if (!saved.Task.IsCompleted && IsSave(response.Request) && Holds(response.Request.PostData!, value))
            {
                saved.TrySetResult(Page.WaitForResponseAsync(answer => IsRefresh(answer.Request)));
            }
        }
    }

    private Task<int> CountAsync(string definitionId, string what) => Page.EvaluateAsync<int>(
        "([id, what]) => fetch(`/elsa/api/workflow-definitions/by-definition-id/${id}?versionOptions=Latest`).then(answer => answer.json()).then(({ root }) => (root[what] ?? []).length)",
        new[] { definitionId, what });

    /// <summary>Chooses in a menu of Studio by the text of the choice.</summary>
    private Task ChooseInMenuAsync(ILocator menu, string item) => ChooseAsync(menu, Page.Locator(".mud-popover-open").GetByText(item, new() { Exact = true }));

    /// <summary>Opens a menu or a list and chooses in it. Studio closes one whose surroundings it draws again: it is then opened again.</summary>
    private static Task ChooseAsync(ILocator menu, ILocator choice) => InsistAsync(
        async () =>
        {
            if (!await choice.IsVisibleAsync())
            {
                await menu.ClickAsync(new() { Timeout = Redraw });
            }

            await choice.ClickAsync(new() { Timeout = Redraw });
        });

    private Task TypeAsync(ILocator input, string value) => InsistAsync(() => TypeOnceAsync(input, value), timeout => HoldsAsync(input, value, timeout));

    private async Task TypeOnceAsync(ILocator input, string value)
    {
        await input.FillAsync(value, new() { Timeout = Redraw });
        await Page.Keyboard.PressAsync("Tab");
    }

    private static Task HoldsAsync(ILocator input, string value, float timeout) => Assertions.Expect(input).ToHaveValueAsync(value, new() { Timeout = timeout });

    /// <summary>Does something until what it leads to comes. What came late, while it was done again, is not done once more.</summary>
    /// <param name="act">What a person does.</param>
    /// <param name="comes">Waits at most so many milliseconds for what it leads to. Null when nothing is to be seen: it is done once it went through.</param>
    /// <param name="isSeen">The part of it that is not there, after so many milliseconds, when it has to be done again; all of it when null.</param>
    private static async Task InsistAsync(Func<Task> act, Func<float, Task>? comes = null, Func<float, Task>? isSeen = null)
    {
        var isDone = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!isDone)
                {
                    await act();
                    isDone = true;
                }

                if (comes is not null)
                {
                    await comes(Redraw);
                }

                return;
            }
            catch (Exception failure) when (attempt < MostAttempts && failure is TimeoutException or PlaywrightException)
            {
                isDone = (isSeen ?? comes) is { } isThere && await ComesAsync(isThere);
            }
        }
    }

    private static async Task<bool> ComesAsync(Func<float, Task> isSeen)
    {
        try
        {
            await isSeen(Glance);
            return true;
        }
        catch (Exception failure) when (failure is TimeoutException or PlaywrightException)
        {
            return false;
        }
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
        await locator.WaitForAsync(new() { Timeout = Redraw });
        var box = await locator.BoundingBoxAsync(new() { Timeout = Redraw }) ?? throw new PlaywrightException("What is pointed at is not seen.");
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
