using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CommentsAndPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "reminder_policy_id",
                table: "work_items",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "reminder_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    escalates_to_role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    escalates_after = table.Column<int>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reminder_policies", x => x.id);
                    table.CheckConstraint("ck_named_reminder_policy_escalation", "(escalates_to_role is null) = (escalates_after is null)");
                    table.CheckConstraint("ck_reminder_policies_escalates_to_role_length", "length(escalates_to_role) <= 40");
                    table.CheckConstraint("ck_reminder_policies_name_length", "length(name) <= 60");
                    table.CheckConstraint("ck_reminder_policies_text_length", "length(text) <= 200");
                });

            migrationBuilder.CreateTable(
                name: "task_comments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    work_item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_comments", x => x.id);
                    table.CheckConstraint("ck_task_comments_text_length", "length(text) <= 2000");
                    table.ForeignKey(
                        name: "fk_task_comments_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_task_comments_work_item_id",
                        column: x => x.work_item_id,
                        principalTable: "work_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_reminder_policy_id",
                table: "work_items",
                column: "reminder_policy_id");

            migrationBuilder.CreateIndex(
                name: "ix_reminder_policies_name",
                table: "reminder_policies",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_task_comments_author_id",
                table: "task_comments",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_task_comments_work_item_id_at",
                table: "task_comments",
                columns: new[] { "work_item_id", "at" });

            migrationBuilder.AddForeignKey(
                name: "fk_work_items_reminder_policy_id",
                table: "work_items",
                column: "reminder_policy_id",
                principalTable: "reminder_policies",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_work_items_reminder_policy_id",
                table: "work_items");

            migrationBuilder.DropTable(
                name: "reminder_policies");

            migrationBuilder.DropTable(
                name: "task_comments");

            migrationBuilder.DropIndex(
                name: "ix_work_items_reminder_policy_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "reminder_policy_id",
                table: "work_items");
        }
    }
}
