/* A window to drag files from: source URI... It names the files when asked, as a
   file manager does. */
#include <gtk/gtk.h>

static void names(GtkWidget *widget, GdkDragContext *context, GtkSelectionData *data, guint info, guint time, gpointer uris)
{
	gtk_selection_data_set_uris(data, uris);
}

int main(int argc, char **argv)
{
	gtk_init(&argc, &argv);
	GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	gtk_window_set_title(GTK_WINDOW(window), "dragsource");
	gtk_window_set_default_size(GTK_WINDOW(window), 120, 120);
	gtk_window_set_keep_above(GTK_WINDOW(window), TRUE);
	GtkWidget *box = gtk_event_box_new();
	gtk_container_add(GTK_CONTAINER(box), gtk_label_new("drag"));
	gtk_container_add(GTK_CONTAINER(window), box);
	gtk_drag_source_set(box, GDK_BUTTON1_MASK, NULL, 0, GDK_ACTION_COPY | GDK_ACTION_MOVE | GDK_ACTION_LINK);
	gtk_drag_source_add_uri_targets(box);
	g_signal_connect(box, "drag-data-get", G_CALLBACK(names), argv + 1);
	gtk_widget_show_all(window);
	gtk_window_move(GTK_WINDOW(window), 10, 10);
	gtk_main();
	return 0;
}
